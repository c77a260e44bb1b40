using System;
using System.Collections.Generic;

namespace NetdevExporter.CommandLine;

/// <summary>Parses a command line and an environment by the table of flags. Nothing else reads them.</summary>
internal static class OptionsParser
{
    /// <summary>Parses the command line, and the environment for flags that it does not set.</summary>
    /// <param name="arguments">The command line without the program's name.</param>
    /// <param name="environment">The variables, as <c>NAME=value</c>.</param>
    /// <param name="error">One line: the flag, its value and what was expected; null on success.</param>
    internal static Options Parse(
        ReadOnlySpan<string> arguments,
        ReadOnlySpan<string> environment,
        out string? error)
    {
        Options options = new();
        List<Option> given = [];
        error = ReadArguments(arguments, options, given);
        foreach (Option option in given)
        {
            options.HasFlags |= !option.IsCommand;
        }

        foreach (string variable in environment)
        {
            if (error is null && options.Command is not (Command.Help or Command.Version))
            {
                error = ReadVariable(variable, options, given);
            }
        }

        options.SetDefaults();
        return options;
    }

    private static string? ReadArguments(ReadOnlySpan<string> arguments, Options options, List<Option> given)
    {
        Option? command = null;
        for (int i = 0; i < arguments.Length; i++)
        {
            string argument = Expand(arguments[i]);
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? argument : argument[..equals];
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                return OneLine(argument) + ": expected a flag, --name=value" + Advice.OfFlag(name.TrimStart('-'));
            }

            name = name[2..];
            Option? option = Find(name);
            if (option is null)
            {
                return OneLine("--" + name) + ": no such flag" + Advice.OfFlag(name); // its value may be a secret
            }

            if (given.Contains(option) && !option.IsRepeatable && options.Command != Command.Help)
            {
                return "--" + name + ": given twice, expected once";
            }

            given.Add(option);
            bool isNext = equals < 0 && !option.IsSwitch;
            if (isNext && (++i == arguments.Length || arguments[i].StartsWith("--", StringComparison.Ordinal)))
            {
                return "--" + name + ": no value, expected " + option.Expected;
            }

            Command before = options.Command;
            string value = equals >= 0 ? argument[(equals + 1)..] : option.IsSwitch ? "true" : arguments[i];
            string? error = Set(options, option, "--" + name, value);
            if (error is null && options.Command != before)
            {
                error = ChooseCommand(options, before, option, command);
                command = option;
            }

            if (error is not null)
            {
                return error;
            }
        }

        return null;
    }

    /// <summary>The short forms that every program has.</summary>
    private static string Expand(string argument) =>
        argument switch
        {
            "-h" => "--help",
            "-v" or "-V" => "--version",
            _ => argument,
        };

    /// <summary>Of two commands, help wins; any other two are an error.</summary>
    private static string? ChooseCommand(Options options, Command before, Option option, Option? first)
    {
        if (before == Command.Help)
        {
            options.Command = before;
        }

        return first is null || options.Command == Command.Help ? null
            : "--" + option.Name + ": expected one command, but --" + first.Name + " is given as well";
    }

    /// <summary>Reads a variable, if it is one of this program's.</summary>
    private static string? ReadVariable(string variable, Options options, List<Option> given)
    {
        int equals = variable.IndexOf('=', StringComparison.Ordinal);
        string name = variable[..int.Max(equals, 0)];
        string value = variable[(equals + 1)..];
        if (!Variable.IsOurs(name, value))
        {
            return null;
        }

        foreach (Option option in OptionTable.All)
        {
            if (!option.IsCommand && option.Variable == name)
            {
                bool isSet = (value.Length > 0 || option.RejectsEmpty) && !given.Contains(option);
                given.Add(option);
                return isSet ? Set(options, option, name, value) : null;
            }
        }

        return OneLine(Advice.OfVariable(name));
    }

    private static string? Set(Options options, Option option, string name, string value)
    {
        string? fault = option.Set(options, value);
        string separator = fault is { Length: > 0 } ? "; expected " : "expected ";
        return fault is null ? null : OneLine(name + "=" + value + ": " + fault) + separator + option.Expected;
    }

    private static Option? Find(string name)
    {
        foreach (Option option in OptionTable.All)
        {
            if (option.Name == name)
            {
                return option;
            }
        }

        return null;
    }

    /// <summary>Replaces control characters, which a terminal would interpret.</summary>
    private static string OneLine(string text) =>
        string.Create(text.Length, text, static (line, text) =>
        {
            for (int i = 0; i < line.Length; i++)
            {
                line[i] = char.IsControl(text[i]) ? '?' : text[i];
            }
        });
}
