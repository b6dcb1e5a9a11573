using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace AwsSignTools.Host.Interaction;

/// <summary>Asks for values by name: what the engine does about a mandatory parameter that is missing.</summary>
internal sealed class FieldPrompt(QuestionLine questions, PSHostUserInterface ui)
{
    /// <summary>Asks for each field; an empty result at the end of the input.</summary>
    internal Dictionary<string, PSObject> Ask(string? caption, string? message, Collection<FieldDescription> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        questions.WriteHeading(caption, message);
        foreach (FieldDescription field in fields)
        {
            if (!string.IsNullOrEmpty(field.HelpMessage))
            {
                questions.WriteLine("(Type !? for Help.)");
                break;
            }
        }

        Dictionary<string, PSObject> answers = [];
        foreach (FieldDescription field in fields)
        {
            Type type = TypeOf(field);
            if (!(typeof(IList).IsAssignableFrom(type) ? TryAskList(field, type, out object? answer) : TryAsk(field, type, out answer)))
            {
                answers.Clear();
                break;
            }

            answers.Add(field.Name, PSObject.AsPSObject(answer));
        }

        return answers;
    }

    private static Type TypeOf(FieldDescription field) =>
        Type.GetType(field.ParameterAssemblyFullName)
        ?? (LanguagePrimitives.TryConvertTo(field.ParameterTypeFullName, out Type type) ? type : typeof(string));

    private bool TryAsk(FieldDescription field, Type type, out object? answer)
    {
        if (type == typeof(PSCredential))
        {
            questions.WriteLine(field.Name);
            answer = ui.PromptForCredential(null, null, null, string.Empty);
            return answer is not null;
        }

        return TryAskValue(field, type, field.Name + ": ", endsList: false, out answer);
    }

    /// <summary>One element a question, until an empty answer.</summary>
    private bool TryAskList(FieldDescription field, Type type, out object? answer)
    {
        Type elementType = type.IsArray ? type.GetElementType()! : typeof(object);
        ArrayList elements = [];
        while (true)
        {
            if (!TryAskValue(field, elementType, $"{field.Name}[{elements.Count}]: ", endsList: true, out object? element))
            {
                answer = null;
                return false;
            }

            if (element is null)
            {
                answer = LanguagePrimitives.TryConvertTo(elements, type, out object converted) ? converted : elements;
                return true;
            }

            _ = elements.Add(element);
        }
    }

    /// <summary>Asks again until the answer converts. False at the end of the input; a null answer is an empty one that ends a list.</summary>
    private bool TryAskValue(FieldDescription field, Type type, string question, bool endsList, out object? answer)
    {
        if (type == typeof(SecureString))
        {
            SecureString? secret = questions.AskSecret(question);
            answer = endsList && secret is { Length: 0 } ? null : secret;
            return secret is not null;
        }

        while (questions.Ask(question) is { } text)
        {
            if (text == "!?")
            {
                questions.WriteLine(string.IsNullOrEmpty(field.HelpMessage) ? $"No help is available for {field.Name}." : field.HelpMessage);
            }
            else if (endsList && text.Length == 0)
            {
                answer = null;
                return true;
            }
            else if (LanguagePrimitives.TryConvertTo(text, type, out object converted))
            {
                answer = converted;
                return true;
            }
            else
            {
                questions.WriteLine($"Cannot recognize \"{text}\" as a {type.FullName}.");
            }
        }

        answer = null;
        return false;
    }
}
