using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Security;
using System.Text;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>
/// Looks for marks in everything that can be seen of an object, as <c>Format-List * -Force</c>, <c>ConvertTo-Json</c> and <c>Get-Error</c> show
/// it: its text, its public properties and fields, what PowerShell adds, its members, and theirs.
/// </summary>
/// <param name="mark">What must not be there.</param>
/// <param name="but">The names of properties that are not looked at.</param>
internal sealed class SecretSearch(string mark, params string[] but)
{
    private const int Deepest = 12;
    private const int LongestList = 1000;

    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _found = [];

    /// <summary>The ways to the places where a mark is, from the object.</summary>
    public static IReadOnlyList<string> Find(object? value, string mark, params string[] but)
    {
        SecretSearch search = new(mark, but);
        search.Look(value, "$_", 0);
        return search._found;
    }

    private void Look(object? value, string path, int depth)
    {
        switch (value)
        {
            case null:
                return;
            case string text:
                Read(text, path);
                return;
            case byte[] bytes:
                Read(Encoding.Latin1.GetString(bytes), path);
                return;
            case SecureString:
                return;
        }

        if (value.GetType().IsPrimitive || value is Enum or decimal or DateTime or DateTimeOffset or TimeSpan or Guid || depth > Deepest)
        {
            return;
        }

        if (value is not ValueType && !_seen.Add(value))
        {
            return;
        }

        if (value is not PSObject && !but.Contains("ToString"))
        {
            Read(TextOf(value), path + ".ToString()");
        }

        // What the engine knows of commands and types says nothing of a call.
        if (value is MemberInfo or Assembly or System.Reflection.Module or CommandInfo or PSModuleInfo or Delegate or Runspace)
        {
            return;
        }

        LookWithin(value, path, depth + 1);
    }

    private void LookWithin(object value, string path, int depth)
    {
        switch (value)
        {
            case PSObject wrapped:
                foreach (PSPropertyInfo property in wrapped.Properties)
                {
                    LookAt(property.Name, () => property.Value, path, depth);
                }

                if (wrapped.BaseObject is not PSCustomObject)
                {
                    Look(wrapped.BaseObject, path, depth);
                }

                return;
            case IDictionary dictionary:
                foreach (DictionaryEntry entry in dictionary)
                {
                    Look(entry.Key, path + ".Keys", depth);
                    Look(entry.Value, $"{path}[{entry.Key}]", depth);
                }

                break;
            case IEnumerable list:
                int index = 0;
                foreach (object? item in list)
                {
                    Look(item, $"{path}[{index}]", depth);
                    if (++index == LongestList)
                    {
                        break;
                    }
                }

                break;
        }

        foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.CanRead && property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike)
            {
                LookAt(property.Name, () => property.GetValue(value), path, depth);
            }
        }

        foreach (FieldInfo field in value.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            LookAt(field.Name, () => field.GetValue(value), path, depth);
        }
    }

    private void LookAt(string name, Func<object?> read, string path, int depth)
    {
        if (but.Contains(name))
        {
            return;
        }

        object? value;
        try
        {
            value = read();
        }
        catch (Exception e)
        {
            value = e;
        }

        Look(value, path + "." + name, depth);
    }

    private void Read(string? text, string path)
    {
        if (text?.Contains(mark, StringComparison.OrdinalIgnoreCase) == true)
        {
            _found.Add($"{path}: {text}");
        }
    }

    private static string? TextOf(object value)
    {
        try
        {
            return value.ToString();
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }
}
