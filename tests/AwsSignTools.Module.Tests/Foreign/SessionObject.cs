using System;
using System.Reflection;
using System.Reflection.Emit;

namespace AwsSignTools.Module.Tests.Foreign;

/// <summary>
/// Makes what <c>Set-AWSCredential</c> of AWS.Tools keeps in <c>$StoredAWSCredentials</c>: an object that has the credential in its member
/// <c>Credentials</c>, which is not public in every version. The type is made anew for each, since versions differ in it.
/// </summary>
internal static class SessionObject
{
    private const string TypeName = "Amazon.PowerShell.Common.AWSPSCredentials";

    /// <summary>With a property whose getter is as accessible as told.</summary>
    public static object WithProperty(object? credential, MethodAttributes access)
    {
        TypeBuilder type = Define();
        FieldBuilder field = type.DefineField("_inner", typeof(object), FieldAttributes.Public);
        ILGenerator code = DefineGetter(type, access);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldfld, field);
        code.Emit(OpCodes.Ret);
        return Create(type, field.Name, credential);
    }

    /// <summary>With a field that is not public.</summary>
    public static object WithField(object? credential)
    {
        TypeBuilder type = Define();
        return Create(type, type.DefineField("Credentials", typeof(object), FieldAttributes.Assembly).Name, credential);
    }

    /// <summary>With a property that fails.</summary>
    public static object WithFailingProperty(string message)
    {
        TypeBuilder type = Define();
        ILGenerator code = DefineGetter(type, MethodAttributes.Assembly);
        code.Emit(OpCodes.Ldstr, message);
        code.Emit(OpCodes.Newobj, typeof(InvalidOperationException).GetConstructor([typeof(string)])!);
        code.Emit(OpCodes.Throw);
        return Activator.CreateInstance(type.CreateType())!;
    }

    private static TypeBuilder Define() => AssemblyBuilder
        .DefineDynamicAssembly(new AssemblyName("AWS.Tools.Common"), AssemblyBuilderAccess.RunAndCollect)
        .DefineDynamicModule("AWS.Tools.Common")
        .DefineType(TypeName, TypeAttributes.Public | TypeAttributes.Class);

    private static ILGenerator DefineGetter(TypeBuilder type, MethodAttributes access)
    {
        const MethodAttributes Getter = MethodAttributes.SpecialName | MethodAttributes.HideBySig;
        MethodBuilder method = type.DefineMethod("get_Credentials", access | Getter, typeof(object), Type.EmptyTypes);
        type.DefineProperty("Credentials", PropertyAttributes.None, typeof(object), null).SetGetMethod(method);
        return method.GetILGenerator();
    }

    private static object Create(TypeBuilder type, string field, object? credential)
    {
        Type made = type.CreateType();
        object value = Activator.CreateInstance(made)!;
        made.GetField(field, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!.SetValue(value, credential);
        return value;
    }
}
