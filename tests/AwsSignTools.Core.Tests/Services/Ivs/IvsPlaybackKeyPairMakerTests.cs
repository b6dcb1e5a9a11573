using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Keys;
using AwsSignTools.Services.Ivs;
using Xunit;

namespace AwsSignTools.Core.Tests.Services.Ivs;

public sealed class IvsPlaybackKeyPairMakerTests : IDisposable
{
    private const string Passphrase = "pässword 😀";
    private readonly string _folder = Directory.CreateTempSubdirectory("awssigntools-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_pair_signs_and_checks_and_the_platform_reads_it()
    {
        using IvsPlaybackKeyPairScope pair = new(IvsPlaybackKeyPairMaker.Make(new IvsPlaybackKeyPairRequest { Name = "n" }));

        Assert.Equal("n", pair.Pair.Name);
        Assert.Null(pair.Pair.PrivateKeyPath);
        Assert.Equal(pair.Pair.PublicKey, pair.Pair.ToString());
        Assert.Equal(pair.Pair.PublicKey, pair.Pair.PublicKeyMaterial);
        Assert.True(pair.Pair.PrivateKey!.IsReadOnly());
        using ECDsa platformPrivate = ECDsa.Create();
        platformPrivate.ImportFromPem(pair.PrivatePem);
        using ECDsa platformPublic = ECDsa.Create();
        platformPublic.ImportFromPem(pair.Pair.PublicKey);
        Assert.Equal(platformPrivate.ExportSubjectPublicKeyInfoPem(), pair.Pair.PublicKey.TrimEnd('\n'));
        Assert.Equal(platformPrivate.ExportPkcs8PrivateKeyPem(), pair.PrivatePem.TrimEnd('\n'));

        using ECDsa ours = EcPrivateKeyReader.Read(pair.PrivatePem);
        using ECDsa oursPublic = EcPublicKeyReader.Read(pair.Pair.PublicKey);
        IvsPlaybackToken token = new IvsPlaybackTokenSigner(ours).Sign(new IvsPlaybackTokenRequest(HandMade.Channel, HandMade.Now.AddMinutes(5)), HandMade.Now);
        Assert.True(IvsPlaybackTokenInspector.Inspect(token.Token, HandMade.Now, oursPublic).SignatureValid);
    }

    [Fact]
    public void An_encrypted_key_is_read_by_us_and_by_the_platform()
    {
        using IvsPlaybackKeyPairScope pair = new(IvsPlaybackKeyPairMaker.Make(new IvsPlaybackKeyPairRequest(), Passphrase));

        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n", pair.PrivatePem, StringComparison.Ordinal);
        using ECDsa platform = ECDsa.Create();
        platform.ImportFromEncryptedPem(pair.PrivatePem, Passphrase);
        using ECDsa ours = EcPrivateKeyReader.Read(pair.PrivatePem, Passphrase);
        Assert.Equal(platform.ExportSubjectPublicKeyInfoPem(), pair.Pair.PublicKey.TrimEnd('\n'));
        Assert.Equal(platform.ExportParameters(true).D, ours.ExportParameters(true).D);
        _ = Refused.As("PrivateKeyPassphraseMissing", () => EcPrivateKeyReader.Read(pair.PrivatePem));
    }

    [Fact]
    public void A_passphrase_that_is_no_text_is_refused() => _ = Refused.As(
        "PrivateKeyPassphraseInvalid", "Passphrase", static () => IvsPlaybackKeyPairMaker.Make(new IvsPlaybackKeyPairRequest(), "\uD800"));

    [Fact]
    public void Each_pair_is_another()
    {
        string[] keys = [.. Enumerable.Range(0, 20).Select(static _ => IvsPlaybackKeyPairMaker.Make(new IvsPlaybackKeyPairRequest()).PublicKey)];

        Assert.Equal(20, keys.Distinct().Count());
        Assert.All(keys, static k => EcPublicKeyReader.Read(k).Dispose());
    }

    [Fact]
    public void Files_are_written_and_the_private_key_is_in_its_file_alone()
    {
        IvsPlaybackKeyPair pair = IvsPlaybackKeyPairMaker.Make(Request());

        Assert.Null(pair.PrivateKey);
        Assert.Equal((PathOf("private.pem"), PathOf("public.pem")), (pair.PrivateKeyPath, pair.PublicKeyPath));
        Assert.Equal(pair.PublicKey, File.ReadAllText(PathOf("public.pem")));
        using ECDsa key = EcPrivateKeyReader.ReadFile(PathOf("private.pem"));
        Assert.Equal(pair.PublicKey.TrimEnd('\n'), key.ExportSubjectPublicKeyInfoPem());
        Assert.Equal(["private.pem", "public.pem"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [UnixFact]
    public void A_private_key_is_its_owners_alone()
    {
        // Even where there was a file for everybody.
        File.WriteAllText(PathOf("private.pem"), "old");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(PathOf("private.pem"), UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.UserWrite);
        }

        _ = IvsPlaybackKeyPairMaker.Make(Request(overwrite: true));

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("private.pem")));
        }

        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", File.ReadAllText(PathOf("private.pem")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("private.pem")]
    [InlineData("public.pem")]
    public void A_file_that_is_there_stays_and_nothing_else_is_left(string name)
    {
        File.WriteAllText(PathOf(name), "old");

        _ = Assert.ThrowsAny<IOException>(() => IvsPlaybackKeyPairMaker.Make(Request()));

        Assert.Equal([name], Directory.GetFiles(_folder).Select(Path.GetFileName));
        Assert.Equal("old", File.ReadAllText(PathOf(name)));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_IOException_and_nothing_is_left()
    {
        _ = Assert.ThrowsAny<IOException>(() => IvsPlaybackKeyPairMaker.Make(new IvsPlaybackKeyPairRequest { PrivateKeyPath = PathOf("no/private.pem") }));
        _ = Assert.ThrowsAny<IOException>(() => IvsPlaybackKeyPairMaker.Make(new IvsPlaybackKeyPairRequest { PrivateKeyPath = PathOf("a.pem"), PublicKeyPath = PathOf("no/b.pem") }));

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void The_old_pair_stays_whole_if_half_of_the_new_one_cannot_be_written()
    {
        File.WriteAllText(PathOf("a.pem"), "old");

        IOException failure = Assert.ThrowsAny<IOException>(() => IvsPlaybackKeyPairMaker.Make(
            new IvsPlaybackKeyPairRequest { PrivateKeyPath = PathOf("a.pem"), PublicKeyPath = PathOf("no/b.pem"), Overwrite = true }));

        Assert.Contains(PathOf("no/b.pem"), failure.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(PathOf("a.pem")));
        Assert.Equal(["a.pem"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [UnixFact]
    public void One_file_by_two_names_is_no_place_for_both_keys()
    {
        _ = Directory.CreateSymbolicLink(PathOf("folder"), _folder);
        _ = File.CreateSymbolicLink(PathOf("link"), "private.pem");

        foreach (string name in new[] { "private.pem", "folder/private.pem", "link", "folder/link" })
        {
            _ = Refused.As("KeyPathsSame", PathOf("private.pem"), () => IvsPlaybackKeyPairMaker.Make(
                new IvsPlaybackKeyPairRequest { PrivateKeyPath = PathOf("private.pem"), PublicKeyPath = PathOf(name), Overwrite = true }));
        }
    }

    [UnixFact]
    public void A_device_is_no_place_for_a_key() => _ = Assert.ThrowsAny<IOException>(
        static () => IvsPlaybackKeyPairMaker.Make(new IvsPlaybackKeyPairRequest { PrivateKeyPath = "/dev/null", Overwrite = true }));

    [Fact]
    public void Null_arguments_are_named() =>
        Assert.Throws<ArgumentNullException>("request", static () => IvsPlaybackKeyPairMaker.Make(null!));

    private IvsPlaybackKeyPairRequest Request(bool overwrite = false) => new()
    {
        PrivateKeyPath = PathOf("private.pem"),
        PublicKeyPath = PathOf("public.pem"),
        Overwrite = overwrite,
    };

    private string PathOf(string name) => Path.Combine(_folder, name);

    private sealed class IvsPlaybackKeyPairScope(IvsPlaybackKeyPair pair) : IDisposable
    {
        public IvsPlaybackKeyPair Pair { get; } = pair;

        public string PrivatePem { get; } = Plain(pair.PrivateKey!);

        public void Dispose() => Pair.PrivateKey?.Dispose();

        private static string Plain(SecureString secure)
        {
            IntPtr text = Marshal.SecureStringToGlobalAllocUnicode(secure);
            try
            {
                return Marshal.PtrToStringUni(text)!;
            }
            finally
            {
                Marshal.ZeroFreeGlobalAllocUnicode(text);
            }
        }
    }
}
