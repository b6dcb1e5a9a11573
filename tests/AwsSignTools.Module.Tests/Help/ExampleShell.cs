using System;
using System.Buffers.Binary;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Module.Tests.Engine;

namespace AwsSignTools.Module.Tests.Help;

/// <summary>
/// Where examples run: a session of the engine with the <see cref="StandIns"/>, AWS's example key in the environment, and a folder with the files
/// and profiles that examples name.
/// </summary>
internal sealed class ExampleShell : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("awssigntools-").FullName;
    private readonly ProfileFolder _profiles = new(
        ProfileFolder.Keys("camera") + ProfileFolder.Keys("captions"), "[profile captions]\nregion = us-west-2\n");

    private readonly TextHost _host = new();
    private readonly PowerShellSession _session;
    private readonly EnvironmentScope _environment;

    public ExampleShell()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        string pem = key.ExportECPrivateKeyPem();
        File.WriteAllText(PathOf("private-key.pem"), pem);
        File.WriteAllText(PathOf("encrypted-key.pem"), key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048)));
        File.WriteAllText(PathOf("viewers.csv"), "ViewerId,ViewerSessionVersion\nalice,1\nbob,2\n");
        File.WriteAllBytes(PathOf("audio.pcm"), new byte[20_000]);
        File.WriteAllBytes(PathOf("answers.bin"), Answers());
        File.WriteAllBytes(PathOf("damaged.bin"), Damaged());
        _ = Directory.CreateDirectory(PathOf("profiles"));
        File.WriteAllText(PathOf(Path.Combine("profiles", "credentials")), ProfileFolder.Keys("deploy"));
        _environment = _profiles.InEnvironment(
            ("AWS_ACCESS_KEY_ID", Sample.AccessKey),
            ("AWS_SECRET_ACCESS_KEY", Sample.SecretKey),
            ("IVS_PRIVATE_KEY", pem.Replace("\n", "\\n", StringComparison.Ordinal)));
        _session = new PowerShellSession(_host);
        _ = _session.Output(StandIns.Commands);
        _ = _session.Output("param($answers) $stream.Write($answers, 0, $answers.Length); $stream.Position = 0", Answers());
        _ = _session.Output("param($folder) $null = $ExecutionContext.SessionState.Path.SetLocation($folder)", _folder);
    }

    /// <summary>What Transcribe would answer: two transcripts, and the exception that ends the stream.</summary>
    public static byte[] Answers() =>
    [
        .. Event("TranscriptEvent", Transcript("Good morning.")),
        .. Event("TranscriptEvent", Transcript("Good night.")),
        .. SdkFrame.Of(
            "{\"Message\":\"No audio came for 15 seconds.\"}"u8.ToArray(),
            (":message-type", "exception"), (":exception-type", "BadRequestException"), (":content-type", "application/json")),
    ];

    /// <summary>An event with content in JSON.</summary>
    public static byte[] Event(string type, string json) => SdkFrame.Of(
        Encoding.UTF8.GetBytes(json), (":message-type", "event"), (":event-type", type), (":content-type", "application/json"));

    /// <summary>Sets a variable of the session.</summary>
    public void Set(string name, object? value) => _session.Output("param($name, $value) $ExecutionContext.SessionState.PSVariable.Set(\"global:$name\", $value)", name, value);

    /// <summary>Runs code whose output is shown.</summary>
    /// <returns>What it wrote to each stream but the output, and the output as a console shows it.</returns>
    public (ScriptResult Streams, string Text) Show(string code)
    {
        ScriptResult result = _session.Run("param($code) . ([scriptblock]::Create($code)) | Out-Host", code);
        return (result, _host.TakeText());
    }

    public void Dispose()
    {
        _session.Dispose();
        _environment.Dispose();
        _profiles.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Transcript(string text) =>
        "{\"Transcript\":{\"Results\":[{\"IsPartial\":false,\"Alternatives\":[{\"Transcript\":\"" + text + "\"}]}]}}";

    // The second of three frames was changed.
    private static byte[] Damaged()
    {
        byte[] bytes = Answers();
        bytes[BinaryPrimitives.ReadInt32BigEndian(bytes) + 100] ^= 1;
        return bytes;
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
