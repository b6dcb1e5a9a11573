namespace AwsSignTools.Host.CommandLine;

/// <summary>The help text.</summary>
internal static class Usage
{
    internal const string Text = """
        Usage: awssigntools [-NonInteractive] [-NoProfile] [-NoLogo] [<mode>]

          (no mode)                    lines from the terminal or standard input, each run as it is complete
          -Command <text...>           runs the rest of the arguments, joined with spaces; alias -c
          -Command -                   runs all of standard input as one script
          [-File] <script> [args...]   runs a script file; alias -f
          -Version                     the version of the AwsSignTools module
          -Help, -?                    this text

        The PowerShell engine with the AwsSignTools module imported. Names are not case-sensitive and can be shortened, as with pwsh.
        -NonInteractive makes prompts fail. -NoProfile and -NoLogo are accepted for pwsh's sake: there are no profiles and no logo.
        The engine has the language, .NET and the core commands only: no Get-Date, no ConvertTo-Json.

        Exit codes: what `exit N` says; 1 after an error that ends it, or that the last command
        ended with; 64 wrong command line; 70 the module is not there; 130 stopped by Ctrl+C.

        Examples:
          awssigntools -Command 'Get-Command -Module AwsSignTools'
          awssigntools -File sign.ps1 -Region eu-central-1
        """;
}
