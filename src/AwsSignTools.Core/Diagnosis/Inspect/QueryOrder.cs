namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>In which order the parameters of a query are signed.</summary>
internal enum QueryOrder
{
    /// <summary>By the encoded names, then the encoded values, as SigV4 wants.</summary>
    Canonical,

    /// <summary>As they stand in the URL.</summary>
    AsWritten,

    /// <summary>By the names as they are meant, before encoding.</summary>
    ByMeaning,

    /// <summary>By the names whatever the case of their letters.</summary>
    IgnoringCase,
}
