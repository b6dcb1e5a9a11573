using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;

namespace AwsSignTools.Benchmarks.Engine;

/// <summary>
/// What a cold shell waits for: the import, and the first call, each in a new pwsh, some times over and in turns. The script
/// times itself, from the import to the end of the call; the median counts.
/// </summary>
internal static class StartupTable
{
    private const string Call = $" -Endpoint {BenchmarkInputs.Endpoint} -ChannelArn {BenchmarkInputs.ChannelArn} -ClientId {BenchmarkInputs.ClientId}";
    private const string Keys = $" -AccessKey {BenchmarkInputs.AccessKey} -SecretKey {BenchmarkInputs.SecretKey}";

    private static readonly string ImportOurs = $"Import-Module -Name '{ProjectFile.Module}' -ErrorAction Stop";
    private static readonly string Sdk = typeof(AWSCredentials).Assembly.Location;

    /// <summary>Measures, and prints the table.</summary>
    /// <param name="runs">How many processes each.</param>
    /// <param name="shell">The PowerShell to start; null for the one from NuGet.</param>
    public static int Print(int runs, string? shell)
    {
        using TcpListener container = StartContainer();
        string profiles = Path.GetTempFileName();
        string script = Path.ChangeExtension(Path.GetTempFileName(), ".ps1");
        try
        {
            File.WriteAllText(profiles, $"[default]\naws_access_key_id = {BenchmarkInputs.AccessKey}\naws_secret_access_key = {BenchmarkInputs.SecretKey}\n");
            Dictionary<string, string?> environment = new()
            {
                ["AWS_SHARED_CREDENTIALS_FILE"] = profiles,
                ["AWS_CONFIG_FILE"] = profiles + ".none",
                ["AWS_EC2_METADATA_DISABLED"] = "true",
                ["AWS_ACCESS_KEY_ID"] = null,
                ["AWS_SECRET_ACCESS_KEY"] = null,
                ["AWS_SESSION_TOKEN"] = null,
                ["AWS_PROFILE"] = null,
                ["AWS_REGION"] = null,
                ["AWS_DEFAULT_REGION"] = null,
                ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = $"http://127.0.0.1:{((IPEndPoint)container.LocalEndpoint).Port}/",
            };
            (string Name, string Script)[] cases = Cases(profiles, $"Import-Module -Name '{Variant.BuildDoNothing()}' -ErrorAction Stop");
            List<double>[] times = [.. cases.Select(static _ => new List<double>())];
            for (int run = 0; run < runs; run++)
            {
                for (int i = 0; i < cases.Length; i++)
                {
                    times[i].Add(Run(cases[i].Script, script, shell, environment));
                }
            }

            Write(cases, times);
        }
        finally
        {
            File.Delete(profiles);
            File.Delete(script);
        }

        return 0;
    }

    private static (string Name, string Script)[] Cases(string profiles, string importNothing) =>
    [
        ("Import of a module that does nothing", importNothing),
        ("Import of AwsSignTools", ImportOurs),
        ("Import, and first call, of one that does nothing", $"{importNothing}\n$null = New-NothingUrl{Call}{Keys}"),
        ("Import, and first New-KvsSignedUrl, with keys", $"{ImportOurs}\n$null = New-KvsSignedUrl{Call}{Keys}"),
        ("… with a profile of keys", $"{ImportOurs}\n$null = New-KvsSignedUrl{Call} -ProfileName default"),
        ("… with a container's role, asked for", $"$env:AWS_SHARED_CREDENTIALS_FILE = '{profiles}.none'\n{ImportOurs}\n$null = New-KvsSignedUrl{Call}"),
        ("AWSSDK.Core alone, loaded, with a profile of keys", $"""
            $null = [System.Reflection.Assembly]::LoadFrom('{Sdk}')
            $credentials = $null
            $null = [Amazon.Runtime.CredentialManagement.CredentialProfileStoreChain]::new('{profiles}').TryGetAWSCredentials('default', [ref] $credentials)
            $null = $credentials.GetCredentials()
            """),
        ("AWSSDK.Core alone, loaded, with a container's role", $"""
            $null = [System.Reflection.Assembly]::LoadFrom('{Sdk}')
            $null = [Amazon.Runtime.GenericContainerCredentials]::new().GetCredentials()
            """),
    ];

    private static double Run(string work, string path, string? shell, Dictionary<string, string?> environment)
    {
        // The stopwatch is used once before, so that what it takes to use one is not counted.
        string script = $"$null = [System.Diagnostics.Stopwatch]::StartNew().Elapsed.TotalMilliseconds\n$watch = [System.Diagnostics.Stopwatch]::StartNew()\n{work}\n"
            + "'TIME ' + $watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)\n";
        File.WriteAllText(path, script);
        string[] arguments = ["-NoProfile", "-NonInteractive", "-File", path];
        ProcessStartInfo start = shell is null ? new("dotnet", [ProjectFile.Pwsh, .. arguments]) : new(shell, arguments);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string? line = output.Split('\n').FirstOrDefault(static l => l.StartsWith("TIME ", StringComparison.Ordinal));
        Agreement.Require(process.ExitCode == 0 && line is not null, $"This failed:\n{script}\n{output}");
        return double.Parse(line![5..], CultureInfo.InvariantCulture);
    }

    private static void Write((string Name, string Script)[] cases, List<double>[] times)
    {
        double[] medians = [.. times.Select(static t => t.Order().ElementAt(t.Count / 2))];
        Console.WriteLine("| What | Median | Best | To doing nothing |");
        Console.WriteLine("|---|---:|---:|---:|");
        for (int i = 0; i < cases.Length; i++)
        {
            double nothing = medians[i < 2 ? 0 : 2];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {cases[i].Name} | {medians[i]:N0} ms | {times[i].Min():N0} ms | {medians[i] / nothing:N2}, {medians[i] - nothing:+0;-0} ms |"));
        }
    }

    // What ECS has in each container: an address that gives the role's keys to whoever asks.
    private static TcpListener StartContainer()
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        _ = Task.Factory.StartNew(() => Answer(listener), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return listener;
    }

    private static void Answer(TcpListener listener)
    {
        string body = $$"""{"AccessKeyId":"{{BenchmarkInputs.AccessKey}}","SecretAccessKey":"{{BenchmarkInputs.SecretKey}}","Token":"token","Expiration":"2099-01-01T00:00:00Z"}""";
        string answer = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";
        try
        {
            while (true)
            {
                using TcpClient client = listener.AcceptTcpClient();
                using StreamReader reader = new(client.GetStream());
                using StreamWriter writer = new(client.GetStream());
                while (!string.IsNullOrEmpty(reader.ReadLine()))
                {
                }

                writer.Write(answer);
            }
        }
        catch (SocketException)
        {
            // The listener was closed: all is measured.
        }
        catch (ObjectDisposedException)
        {
        }
    }
}
