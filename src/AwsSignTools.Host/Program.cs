using System;
using System.Reflection;
using System.Runtime.CompilerServices;
using AwsSignTools.Host.CommandLine;
using AwsSignTools.Host.Engine;
using AwsSignTools.Host.Module;

namespace AwsSignTools.Host;

/// <summary>The entry point of <c>awssigntools</c>.</summary>
internal static class Program
{
    internal static int Main(string[] arguments)
    {
        try
        {
            HostOptions options = CommandLineParser.Parse(arguments);
            switch (options.Mode)
            {
                case RunMode.Help:
                    Console.Out.WriteLine(Usage.Text);
                    return ExitCodes.Success;
                case RunMode.Version:
                    Console.Out.WriteLine("AwsSignTools " + ModuleVersion);
                    return ExitCodes.Success;
                default:
                    return RunOnEngine(options, FindModule());
            }
        }
        catch (CommandLineException exception)
        {
            Console.Error.WriteLine(exception.Message);
            Console.Error.WriteLine();
            Console.Error.WriteLine(Usage.Text);
            return ExitCodes.Usage;
        }
        catch (EngineException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return ExitCodes.InitializationFailed;
        }
    }

    /// <summary>The build takes this assembly's version from the module's manifest.</summary>
    private static string ModuleVersion =>
        typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static StagedModule FindModule() => StagedModule.Find(AppContext.BaseDirectory) ?? throw new EngineException($"""
        The AwsSignTools module is not in '{AppContext.BaseDirectory}Modules', nor in an 'out' folder above.
        In a clone, build it: dotnet build. Elsewhere, publish the program anew: dotnet publish src/AwsSignTools.Host
        """);

    /// <summary>Apart, so that nothing above waits for the engine to load.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RunOnEngine(HostOptions options, StagedModule module) => new HostApplication(options, module).Run();
}
