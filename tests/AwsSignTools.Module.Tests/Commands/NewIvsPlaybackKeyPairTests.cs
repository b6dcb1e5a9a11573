using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Commands;

/// <summary>New-IvsPlaybackKeyPair as its users call it; keys are read by the platform.</summary>
public sealed class NewIvsPlaybackKeyPairTests : IDisposable
{
    private readonly PowerShellSession _session = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_pair_signs_a_token_that_its_public_key_checks()
    {
        IReadOnlyList<PSObject> output = _session.Output(
            "$pair = New-IvsPlaybackKeyPair -Name live; $pair; $t = New-IvsPlaybackToken " + Sample.IvsChannelArn + " -PrivateKey $pair.PrivateKey; ($t | Test-IvsPlaybackToken -PublicKey $pair.PublicKey).SignatureValid");

        PSObject pair = output[0];
        Assert.Equal("AwsSignTools.Services.Ivs.IvsPlaybackKeyPair", pair.BaseObject.GetType().FullName);
        Assert.Equal(true, output[1].BaseObject);
        Assert.Equal("live", pair.Properties["Name"].Value);
        Assert.Equal(pair.ToString(), pair.Properties["PublicKeyMaterial"].Value);
        using ECDsa key = ECDsa.Create();
        key.ImportFromPem(pair.ToString());
        Assert.Equal("1.3.132.0.34", key.ExportParameters(false).Curve.Oid.Value);
        Assert.Equal(key.ExportSubjectPublicKeyInfoPem(), Private(Plain(pair)).ExportSubjectPublicKeyInfoPem());
    }

    [Fact]
    public void It_pipes_into_what_takes_the_public_key_by_the_name_of_the_API() => Assert.Equal(
        "live/-----BEGIN PUBLIC KEY-----",
        _session.Single("""
            function Import-Pair { param([Parameter(Mandatory, ValueFromPipelineByPropertyName)] [string] $PublicKeyMaterial, [Parameter(ValueFromPipelineByPropertyName)] [string] $Name) process { "$Name/$($PublicKeyMaterial.Split("`n")[0])" } }
            New-IvsPlaybackKeyPair -Name live | Import-Pair
            """).ToString());

    [Fact]
    public void A_passphrase_encrypts_the_private_key()
    {
        PSObject pair = _session.Single("New-IvsPlaybackKeyPair -Passphrase 'sécret'");

        string pem = Plain(pair);
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", pem, StringComparison.Ordinal);
        using ECDsa key = ECDsa.Create();
        key.ImportFromEncryptedPem(pem, "sécret");
        Assert.Equal(pair.ToString().TrimEnd('\n'), key.ExportSubjectPublicKeyInfoPem());
        Assert.True((bool)_session.Single(
            "param($pair) New-IvsPlaybackToken " + Sample.IvsChannelArn + " -PrivateKey $pair.PrivateKey -Passphrase 'sécret' | Test-IvsPlaybackToken -PublicKey $pair -Quiet", pair).BaseObject);
    }

    [Fact]
    public void Files_are_written_where_they_are_wanted()
    {
        PSObject pair = _session.Single("param($folder) $null = $ExecutionContext.SessionState.Path.SetLocation($folder); New-IvsPlaybackKeyPair ./private.pem ./public.pem", _folder.Path);

        Assert.Null(pair.Properties["PrivateKey"].Value);
        Assert.Equal(_folder.PathOf("private.pem"), pair.Properties["PrivateKeyPath"].Value);
        Assert.Equal(_folder.PathOf("public.pem"), pair.Properties["PublicKeyPath"].Value);
        Assert.Equal(pair.ToString(), File.ReadAllText(_folder.PathOf("public.pem")));
        Assert.Equal(pair.ToString().TrimEnd('\n'), Private(File.ReadAllText(_folder.PathOf("private.pem"))).ExportSubjectPublicKeyInfoPem());
        Assert.True((bool)_session.Single(
            "param($private, $public) New-IvsPlaybackToken " + Sample.IvsChannelArn + " $private | Test-IvsPlaybackToken -PublicKey $public -Quiet", _folder.PathOf("private.pem"), _folder.PathOf("public.pem")).BaseObject);
    }

    [Fact]
    public void The_private_key_is_its_owners_alone()
    {
        _ = _session.Single("param($path) New-IvsPlaybackKeyPair -PrivateKeyPath $path", _folder.PathOf("private.pem"));

        if (OperatingSystem.IsWindows())
        {
            System.Security.AccessControl.FileSecurity security = new FileInfo(_folder.PathOf("private.pem")).GetAccessControl();
            Assert.True(security.AreAccessRulesProtected);
            _ = Assert.Single(security.GetAccessRules(true, true, typeof(System.Security.Principal.SecurityIdentifier)));
        }
        else
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.PathOf("private.pem")));
        }
    }

    [Theory]
    [InlineData("private.pem")]
    [InlineData("public.pem")]
    public void A_file_that_is_there_stays_unless_it_is_forced(string name)
    {
        const string Script = "param($private, $public) New-IvsPlaybackKeyPair $private $public";
        string path = _folder.Write(name, "old"u8.ToArray());
        object[] paths = [_folder.PathOf("private.pem"), _folder.PathOf("public.pem")];

        ScriptResult refused = _session.Run(Script, paths);

        Assert.Empty(refused.Output);
        RefusalTests.AssertSays(Assert.Single(refused.Errors), "FileExists", "ResourceExists", path);
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
        Assert.Equal("old", File.ReadAllText(path));
        _ = _session.Single(Script + " -Force", paths);
        Assert.StartsWith("-----BEGIN", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        ScriptResult result = _session.Run("param($private, $public) New-IvsPlaybackKeyPair $private $public -WhatIf", _folder.PathOf("private.pem"), _folder.PathOf("public.pem")).WithoutErrors();

        Assert.Empty(result.Output);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void What_cannot_be_made_is_an_error_that_says_what_to_do()
    {
        string there = _folder.PathOf("a.pem");
        string nowhere = Path.Combine(_folder.Path, "no", "a.pem");

        Check(_session.Run("param($p) New-IvsPlaybackKeyPair $p $p", there), "KeyPathsSame", "InvalidArgument", there);
        Check(_session.Run("param($p) New-IvsPlaybackKeyPair $p", nowhere), "FileUnwritable", "WriteError", nowhere);
        Check(_session.Run("New-IvsPlaybackKeyPair variable:x"), "FileUnwritable", "WriteError", "variable:x");
        Check(_session.Run("New-IvsPlaybackKeyPair -Passphrase ([securestring]::new())"), "PrivateKeyPassphraseEmpty", "InvalidData", "Passphrase");
        Check(_session.Run("New-IvsPlaybackKeyPair -Passphrase ([string][char]0xD800)"), "PrivateKeyPassphraseInvalid", "InvalidData", "Passphrase");
        Assert.Empty(Directory.GetFiles(_folder.Path));

        static void Check(ScriptResult result, string id, string category, string target)
        {
            Assert.Empty(result.Output);
            RefusalTests.AssertSays(result.Error, id, category, target);
        }
    }

    [Fact]
    public void Pairs_come_from_records_each_with_files_of_its_own()
    {
        ScriptResult result = _session.Run(
            "param($folder) 'a', 'b', 'a' | ForEach-Object { [pscustomobject]@{ Name = $_; PrivateKeyPath = \"$folder/$_.pem\" } } | New-IvsPlaybackKeyPair", _folder.Path);

        Assert.Equal(["a", "b"], result.Output.Select(static o => o.Properties["Name"].Value));
        Assert.StartsWith("FileExists,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void No_stream_and_no_view_shows_the_private_key_or_the_passphrase()
    {
        const string Passphrase = "canary-passphrase";
        ScriptResult result = _session.Run(
            "param($path) $VerbosePreference = $DebugPreference = 'Continue'; $p = New-IvsPlaybackKeyPair -Verbose -Debug; $p; New-IvsPlaybackKeyPair $path; New-IvsPlaybackKeyPair $path -Passphrase " + Passphrase,
            _folder.PathOf("private.pem"));

        ErrorRecord error = Assert.Single(result.Errors);
        string[] secrets = [Passphrase, .. Plain(result.Output[0]).Split('\n')[1..3], .. File.ReadAllText(_folder.PathOf("private.pem")).Split('\n')[1..3]];
        foreach (object item in (object[])[result.Output, error, result.Verbose, result.Debug, result.Warnings])
        {
            // The command line of the error is the script's own, which has the passphrase in it.
            Assert.All(secrets, secret => Assert.Empty(SecretSearch.Find(item, secret, "Line", "Statement", "PositionMessage", "ScriptStackTrace", "DisplayScriptPosition", "MyCommand")));
        }
    }

    private static ECDsa Private(string pem)
    {
        ECDsa key = ECDsa.Create();
        key.ImportFromPem(pem);
        return key;
    }

    private static string Plain(PSObject pair) => new NetworkCredential(string.Empty, (SecureString)pair.Properties["PrivateKey"].Value).Password;
}
