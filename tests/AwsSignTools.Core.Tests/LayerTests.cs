using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests;

/// <summary>
/// Holds the order of Core's folders: a type uses only types of its own folder and of folders below. What a type uses is read from its
/// members, its base types and interfaces, and from the instructions of its methods; what leaves no trace there (constants, nameof) from the
/// using lines of the source.
/// </summary>
public class LayerTests
{
    private const string Root = "AwsSignTools";

    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // From the bottom to the top. A folder may use the folders of the rows before its own; folders of one row do not know each other.
    private static readonly string[][] Layers =
    [
        ["Platform"],
        ["Json", "Findings"],
        ["SigV4", "Keys"],
        ["EventStream"],
        ["Aws"],
        ["Services.AgentCore", "Services.AppSync", "Services.AuthTokens", "Services.Kvs", "Services.Chime", "Services.Iot", "Services.Ivs", "Services.Transcribe", "Credentials.Services"],
        ["Services", "Credentials"],
        ["Urls"],
        ["Diagnosis.Inspect"],
        ["Diagnosis.Connect"],
        ["Diagnosis"],
    ];

    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static f => (OpCode)f.GetValue(null)!)
        .ToDictionary(static o => (int)(ushort)o.Value);

    private static readonly Assembly Core = typeof(Finding).Assembly;

    private static readonly Type[] Types = [.. Core.GetTypes().Where(static t => IsOurs(t.Namespace))];

    [Fact]
    public void Each_type_has_a_folder_of_the_table()
    {
        string[] known = [.. Layers.SelectMany(static l => l)];

        None(Types.Where(t => !known.Contains(FolderOf(t))).Select(static t => $"{t.FullName} is in no folder of the table."));
    }

    [Fact]
    public void A_type_uses_only_its_own_folder_and_those_below() =>
        None(References()
            .Where(static r => !MayUse(FolderOf(r.From), FolderOf(r.To)))
            .Select(static r => $"{r.From.FullName} uses {r.To.FullName}: {FolderOf(r.From)} is not above {FolderOf(r.To)}."));

    [Fact]
    public void No_folders_use_each_other_in_a_circle()
    {
        Dictionary<string, (Type From, Type To, string Folder)[]> uses = References()
            .Where(static r => FolderOf(r.From) != FolderOf(r.To))
            .GroupBy(static r => FolderOf(r.From))
            .ToDictionary(static g => g.Key, static g => g.Select(static r => (r.From, r.To, FolderOf(r.To))).DistinctBy(static r => r.Item3).ToArray());

        None(uses.Keys.Order(StringComparer.Ordinal).Select(folder => FindCircle(folder, uses)).OfType<string>());
    }

    [Fact]
    public void A_source_file_has_no_using_of_a_folder_above()
    {
        string source = Path.Combine(FindRepository(), "src", "AwsSignTools.Core");
        List<string> upward = [];
        foreach (string file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories))
        {
            string path = Path.GetRelativePath(source, file).Replace('\\', '/');
            string folder = Path.GetDirectoryName(path)!.Replace('/', '.').Replace('\\', '.');
            if (folder is "obj" or "bin" || folder.StartsWith("obj.", StringComparison.Ordinal) || folder.StartsWith("bin.", StringComparison.Ordinal))
            {
                continue;
            }

            string text = File.ReadAllText(file);
            Assert.True(
                text.Contains($"namespace {Root}.{folder};", StringComparison.Ordinal) || !text.Contains($"namespace {Root}", StringComparison.Ordinal),
                $"{path} has another namespace than its folder's.");
            upward.AddRange(Regex.Matches(text, @"^using (?:static |\w+ = )?AwsSignTools\.([\w.]+)", RegexOptions.Multiline)
                .Select(static m => Layers.SelectMany(static l => l).Where(f => (m.Groups[1].Value + ".").StartsWith(f + ".", StringComparison.Ordinal)).MaxBy(static f => f.Length))
                .Where(used => used is not null && !MayUse(folder, used))
                .Select(used => $"{path} has a using of {used}: {folder} is not above {used}."));
        }

        None(upward);
    }

    [Fact]
    public void A_call_within_a_method_counts()
    {
        Type[] used = [.. UsedBy(typeof(Caller))];

        Assert.Contains(typeof(CalledOnly), used);
        Assert.Contains(typeof(HeldOnly), used);
        Assert.Contains(typeof(Argument), used);
    }

    // Assert.Empty cuts its list.
    private static void None(IEnumerable<string> mistakes)
    {
        string[] all = [.. mistakes.Order(StringComparer.Ordinal)];
        Assert.True(all.Length == 0, string.Join(Environment.NewLine, all));
    }

    private static bool MayUse(string folder, string used) =>
        folder == used || Array.FindIndex(Layers, l => l.Contains(used)) < Array.FindIndex(Layers, l => l.Contains(folder));

    private static string FolderOf(Type type) => type.Namespace is { } name && name.Length > Root.Length ? name.Substring(Root.Length + 1) : string.Empty;

    private static bool IsOurs(string? name) => name == Root || name?.StartsWith(Root + ".", StringComparison.Ordinal) == true;

    private static IEnumerable<(Type From, Type To)> References() =>
        Types.SelectMany(static from => UsedBy(from).Select(to => (Outermost(from), Outermost(to)))).Where(static r => r.Item1 != r.Item2).Distinct();

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    /// <summary>The circle that a folder is in, as a text; null if it is in none.</summary>
    private static string? FindCircle(string folder, Dictionary<string, (Type From, Type To, string Folder)[]> uses)
    {
        Stack<(string Folder, string Path)> open = new([(folder, folder)]);
        HashSet<string> seen = [];
        while (open.Count > 0)
        {
            (string current, string path) = open.Pop();
            foreach ((Type from, Type to, string next) in uses.GetValueOrDefault(current, []))
            {
                string longer = $"{path} → {next} ({from.Name} uses {to.Name})";
                if (next == folder)
                {
                    return longer;
                }

                if (seen.Add(next))
                {
                    open.Push((next, longer));
                }
            }
        }

        return null;
    }

    /// <summary>The types of the assembly that a type uses: in its declaration, its members, and the bodies of its methods.</summary>
    private static HashSet<Type> UsedBy(Type type)
    {
        HashSet<Type> used = [];
        Add(type.BaseType);
        AddAll(type.GetInterfaces());
        AddAll(type.GetGenericArguments());
        AddAttributes(type);
        foreach (FieldInfo field in type.GetFields(Declared))
        {
            Add(field.FieldType);
            AddAttributes(field);
        }

        foreach (PropertyInfo property in type.GetProperties(Declared))
        {
            Add(property.PropertyType);
            AddAttributes(property);
        }

        foreach (MethodBase method in type.GetMembers(Declared).OfType<MethodBase>())
        {
            AddMethod(method);
            AddAttributes(method);
            if (method.GetMethodBody() is { } body)
            {
                AddAll(body.LocalVariables.Select(static l => l.LocalType));
                AddAll(body.ExceptionHandlingClauses.Where(static c => c.Flags == ExceptionHandlingClauseOptions.Clause).Select(static c => c.CatchType!));
                foreach (MemberInfo member in TokensOf(method, body.GetILAsByteArray()!))
                {
                    AddMember(member);
                }
            }
        }

        return used;

        void AddMember(MemberInfo member)
        {
            Add(member as Type ?? member.DeclaringType);
            Add((member as FieldInfo)?.FieldType);
            if (member is MethodBase method)
            {
                AddMethod(method);
            }
        }

        void AddMethod(MethodBase method)
        {
            Add((method as MethodInfo)?.ReturnType);
            AddAll(method.GetParameters().Select(static p => p.ParameterType));
            AddAll(method.IsGenericMethod ? method.GetGenericArguments() : []);
        }

        void AddAttributes(MemberInfo member) => AddAll(member.GetCustomAttributesData().Select(static a => a.AttributeType));

        void AddAll(IEnumerable<Type> types)
        {
            foreach (Type one in types)
            {
                Add(one);
            }
        }

        void Add(Type? one)
        {
            if (one is null)
            {
                return;
            }

            if (one.HasElementType)
            {
                Add(one.GetElementType());
            }
            else if (one.IsGenericParameter)
            {
                if (one.DeclaringType != type)
                {
                    return;
                }

                AddAll(one.GetGenericParameterConstraints());
            }
            else
            {
                Type definition = one.IsGenericType ? one.GetGenericTypeDefinition() : one;
                if (definition.Assembly == type.Assembly && IsOurs(definition.Namespace))
                {
                    _ = used.Add(definition);
                }

                if (one.IsConstructedGenericType)
                {
                    AddAll(one.GetGenericArguments());
                }
            }
        }
    }

    /// <summary>The members and types that the instructions of a method name.</summary>
    private static IEnumerable<MemberInfo> TokensOf(MethodBase method, byte[] il)
    {
        Type[] typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : [];
        Type[] methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        int at = 0;
        while (at < il.Length)
        {
            int value = il[at++];
            if (value == 0xFE)
            {
                value = 0xFE00 | il[at++];
            }

            OpCode code = OpCodesByValue[value];
            if (code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                yield return method.Module.ResolveMember(BitConverter.ToInt32(il, at), typeArguments, methodArguments)!;
            }

            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AwsSignTools.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run within the repository.");
    }

    private sealed class CalledOnly
    {
        public static int Count(object? value) => value is null ? 0 : 1;
    }

    private sealed class HeldOnly;

    private sealed class Argument;

    private sealed class Caller
    {
        private readonly List<HeldOnly> _held = [];

        public int Call() => _held.Count + CalledOnly.Count(typeof(Argument));
    }
}
