using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text;

namespace AwsSignTools.Host.Interaction;

/// <summary>Asks to pick one or several of some choices by hot key or by label.</summary>
internal sealed class ChoicePrompt
{
    private readonly QuestionLine _questions;
    private readonly Collection<ChoiceDescription> _choices;
    private readonly List<(string HotKey, string Label)> _labels = [];

    internal ChoicePrompt(QuestionLine questions, Collection<ChoiceDescription> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        ArgumentOutOfRangeException.ThrowIfZero(choices.Count, nameof(choices));
        _questions = questions;
        _choices = choices;
        foreach (ChoiceDescription choice in choices)
        {
            _labels.Add(SplitLabel(choice.Label));
        }
    }

    /// <summary>The index of the choice; <paramref name="defaultChoice"/> for an empty answer, -1 for no default.</summary>
    internal int AskOne(string? caption, string? message, int defaultChoice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(defaultChoice, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(defaultChoice, _choices.Count);
        _questions.WriteHeading(caption, message);
        string question = Describe(defaultChoice < 0 ? [] : [defaultChoice]) + ": ";
        while (true)
        {
            string answer = Read(question);
            int picked = answer.Length == 0 ? defaultChoice : Find(answer);
            if (picked >= 0)
            {
                return picked;
            }
        }
    }

    /// <summary>The indices of the choices, one a question until an empty answer; the defaults when that is the first.</summary>
    internal Collection<int> AskSeveral(string? caption, string? message, IEnumerable<int>? defaultChoices)
    {
        List<int> defaults = [.. new SortedSet<int>(defaultChoices ?? [])];
        foreach (int choice in defaults)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(choice, nameof(defaultChoices));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(choice, _choices.Count, nameof(defaultChoices));
        }

        _questions.WriteHeading(caption, message);
        _questions.WriteLine(Describe(defaults));
        Collection<int> picked = [];
        while (true)
        {
            string answer = Read($"Choice[{picked.Count}]: ");
            if (answer.Length == 0)
            {
                return picked.Count == 0 ? new Collection<int>(defaults) : picked;
            }

            int choice = Find(answer);
            if (choice >= 0)
            {
                picked.Add(choice);
            }
        }
    }

    /// <summary>Takes the <c>&amp;</c> out of a label; the letter after it is the hot key.</summary>
    private static (string HotKey, string Label) SplitLabel(string label)
    {
        int mark = label.IndexOf('&');
        if (mark < 0)
        {
            return (string.Empty, label);
        }

        string hotKey = mark + 1 < label.Length ? label.Substring(mark + 1, 1).Trim().ToUpperInvariant() : string.Empty;
        return (hotKey, label.Remove(mark, 1).Trim());
    }

    private string Describe(List<int> defaults)
    {
        StringBuilder text = new();
        foreach ((string hotKey, string label) in _labels)
        {
            _ = text.Append('[').Append(hotKey).Append("] ").Append(label).Append("  ");
        }

        _ = text.Append("[?] Help");
        if (defaults.Count > 0)
        {
            _ = text.Append(" (default is \"").AppendJoin(',', defaults.ConvertAll(ShortName)).Append("\")");
        }

        return text.ToString();
    }

    private string ShortName(int choice) => _labels[choice].HotKey.Length > 0 ? _labels[choice].HotKey : _labels[choice].Label;

    /// <summary>Reads an answer, answering <c>?</c> itself.</summary>
    private string Read(string question)
    {
        while (true)
        {
            string? answer = _questions.Ask(question)?.Trim();
            switch (answer)
            {
                case null:
                    throw new PromptingException(
                        "The input ended before a choice was made.", null, "PromptForChoiceCanceled", ErrorCategory.OperationStopped);
                case "?":
                    WriteHelp();
                    break;
                default:
                    return answer;
            }
        }
    }

    private void WriteHelp()
    {
        for (int i = 0; i < _choices.Count; i++)
        {
            _questions.WriteLine($"{ShortName(i)} - {_choices[i].HelpMessage}");
        }
    }

    /// <summary>The choice whose label, or else whose hot key, is <paramref name="answer"/>; -1 for none.</summary>
    private int Find(string answer)
    {
        int byLabel = _labels.FindIndex(choice => string.Equals(choice.Label, answer, StringComparison.OrdinalIgnoreCase));
        return byLabel >= 0
            ? byLabel
            : _labels.FindIndex(choice => choice.HotKey.Length > 0 && string.Equals(choice.HotKey, answer, StringComparison.OrdinalIgnoreCase));
    }
}
