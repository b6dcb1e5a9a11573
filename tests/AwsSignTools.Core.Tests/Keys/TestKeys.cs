namespace AwsSignTools.Core.Tests.Keys;

/// <summary>Throw-away keys, made for these tests with the openssl and ssh-keygen commands and good for nothing else.</summary>
internal static class TestKeys
{
    /// <summary>The passphrase of every encrypted key.</summary>
    public const string Passphrase = "correct-horse";

    /// <summary>The private number of every P-384 key but <see cref="WithParameters"/>.</summary>
    public const string D = "7ad9dc4d9d9ccf1b7f1694accc08cc138f114caf9b5dbcca584db56aba555542cac77ae51781c2689ca21f525883730a";

    /// <summary>Their public point: X, then Y.</summary>
    public const string Q = "6cb333b77bf1fa50581ac952dda8831db571094a1d679ebfb2f1aa70d88685009604b1dbdd393e62390440cdfde40aeedc34cee35abc96f83a963126174de8d55e92f9ddb9476f2d0d99947f1765449b24b62de7c84f42d4405848220f680dd5";

    // openssl ecparam -name secp384r1 -genkey -noout. Every other P-384 key here but WithParameters is this key.
    public const string Sec1 = """
        -----BEGIN EC PRIVATE KEY-----
        MIGkAgEBBDB62dxNnZzPG38WlKzMCMwTjxFMr5tdvMpYTbVqulVVQsrHeuUXgcJo
        nKIfUliDcwqgBwYFK4EEACKhZANiAARsszO3e/H6UFgayVLdqIMdtXEJSh1nnr+y
        8apw2IaFAJYEsdvdOT5iOQRAzf3kCu7cNM7jWryW+DqWMSYXTejVXpL53blHby0N
        mZR/F2VEmyS2LefIT0LUQFhIIg9oDdU=
        -----END EC PRIVATE KEY-----
        """;

    // openssl pkcs8 -topk8 -nocrypt.
    public const string Pkcs8 = """
        -----BEGIN PRIVATE KEY-----
        MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDB62dxNnZzPG38WlKzM
        CMwTjxFMr5tdvMpYTbVqulVVQsrHeuUXgcJonKIfUliDcwqhZANiAARsszO3e/H6
        UFgayVLdqIMdtXEJSh1nnr+y8apw2IaFAJYEsdvdOT5iOQRAzf3kCu7cNM7jWryW
        +DqWMSYXTejVXpL53blHby0NmZR/F2VEmyS2LefIT0LUQFhIIg9oDdU=
        -----END PRIVATE KEY-----
        """;

    // openssl ecparam -name secp384r1 -genkey: the curve in a block of its own before the key.
    public const string WithParameters = """
        -----BEGIN EC PARAMETERS-----
        BgUrgQQAIg==
        -----END EC PARAMETERS-----
        -----BEGIN EC PRIVATE KEY-----
        MIGkAgEBBDDS58Xk2hUzXkKajj8c75LSFNQCpOi1OMJXaMVpNkHtiTpTa7hSagBM
        EB/xOYbSSM2gBwYFK4EEACKhZANiAATSaD08MRAei9daKqTWk20jmWhD8ye4WCBm
        EdNt+o3BWdgxZWhJpInHhq3ktfF0xXI0rhmhvqwX8HFbS/SWrIkbokU/G1sThnLU
        75a6f0RKbhDbFBX7PIkdws/T4xk/fI0=
        -----END EC PRIVATE KEY-----
        """;

    // openssl ec -conv_form compressed.
    public const string Compressed = """
        -----BEGIN EC PRIVATE KEY-----
        MHQCAQEEMHrZ3E2dnM8bfxaUrMwIzBOPEUyvm128ylhNtWq6VVVCysd65ReBwmic
        oh9SWINzCqAHBgUrgQQAIqE0AzIAA2yzM7d78fpQWBrJUt2ogx21cQlKHWeev7Lx
        qnDYhoUAlgSx2905PmI5BEDN/eQK7g==
        -----END EC PRIVATE KEY-----
        """;

    // openssl ec -no_public.
    public const string NoPublicPoint = """
        -----BEGIN EC PRIVATE KEY-----
        MD4CAQEEMHrZ3E2dnM8bfxaUrMwIzBOPEUyvm128ylhNtWq6VVVCysd65ReBwmic
        oh9SWINzCqAHBgUrgQQAIg==
        -----END EC PRIVATE KEY-----
        """;

    // openssl ec -param_enc explicit.
    public const string ExplicitParameters = """
        -----BEGIN EC PRIVATE KEY-----
        MIIB+gIBAQQwetncTZ2czxt/FpSszAjME48RTK+bXbzKWE21arpVVULKx3rlF4HC
        aJyiH1JYg3MKoIIBWzCCAVcCAQEwPAYHKoZIzj0BAQIxAP//////////////////
        ///////////////////////+/////wAAAAAAAAAA/////zB7BDD/////////////
        /////////////////////////////v////8AAAAAAAAAAP////wEMLMxL6fiPufk
        mI4Fa+P4LRkYHZxu/oFBEgMUCI9QE4daxlY5jYou0Z0qhcjt0+wq7wMVAKM1kmqj
        GaJ6HQCJamdzpIJ6zaxzBGEEqofKIr6LBTeOscce8yCtdG4dO2KLp5uYWfdB4IJU
        KjhVAvJdv1UpbDpUXjhydgq3NhfeSpYmLG9dnpi/kpLcKfj0Hb0omhR86doxE7Xw
        uMAKYLHOHX6BnXpDHXyQ6g5fAjEA////////////////////////////////x2NN
        gfQ3Ld9YGg2ySLCneuzsGWrMxSlzAgEBoWQDYgAEbLMzt3vx+lBYGslS3aiDHbVx
        CUodZ56/svGqcNiGhQCWBLHb3Tk+YjkEQM395Aru3DTO41q8lvg6ljEmF03o1V6S
        +d25R28tDZmUfxdlRJskti3nyE9C1EBYSCIPaA3V
        -----END EC PRIVATE KEY-----
        """;

    // openssl ec -aes128.
    public const string EncryptedSec1Aes128 = """
        -----BEGIN EC PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,05C80C289D1683716D8E22A2996279C5

        G1y8/c2Ixx7anlZKD3/y3i1sS/NQwdV5rp94cxo95Qn8uz5cSuYRb92WxGc6wqqM
        d3ixnhRA8xK6LgSeqHtEBBTfrLh+5N+3M4BhvNr9HJijYXgDb13e3iVxKW9IDlA1
        1r/t6/IwoAFTGIyFHeQGX85vmfz8PJ6H3A3U99ijW1f0QJmPldg7ZhCsKQTYevPR
        MOSrgOmbrQ3GtBZc22SH7q0oi5E2Hu7frFh30jDuY/0=
        -----END EC PRIVATE KEY-----
        """;

    // openssl ec -aes192.
    public const string EncryptedSec1Aes192 = """
        -----BEGIN EC PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-192-CBC,09D8AD97823347590C0FF6A5D520F75F

        CqbVoMcSpzmJYE8qjncMLtIEmi5ewJvRuMDPG8etu78sMt2e0m2lZorl3fTSxcPH
        qOlEmrpMjqmxsy9JUNzKRslV2VCzrXDHj4xRonR+QLa6TIopXgqyeVp0i/u66H/b
        fzocra0V8CeQ+eXQopEV/caIZopxNnaMm/RcNVbupnUqATDdbBcx0d2mnNxE1p51
        1uvyLU/ugCbjzcm8IF7pZ1lkRqbYqHIV6w1BlW5OnSc=
        -----END EC PRIVATE KEY-----
        """;

    // openssl ec -aes256.
    public const string EncryptedSec1Aes256 = """
        -----BEGIN EC PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-256-CBC,1A51452F194FC3F2D6F716DE9E56F7DD

        1YGIjXmRD3eULo6oDCXgeLqgJY4UOHxR0TovobOYEOyrdmGV7vIJ+oJdjUMsX6ST
        m1KttA8p2fkBdYTv1yBLxrPuMz0X9bTLk9b+0I6JyIJTzZb3xoD+jBzuOyVvY7Q5
        lctpxQRpSZWZcmbA0LB74l2su9cmxuS03NhW+1XSVqk/voCZzZL8+P7jpJoQLBmJ
        HU2NoiLLlYB5UyG+s6cuVUNqWBNjtrc1KDzw3t/mb18=
        -----END EC PRIVATE KEY-----
        """;

    // openssl ec -des3.
    public const string EncryptedSec1TripleDes = """
        -----BEGIN EC PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: DES-EDE3-CBC,4F1FDC162C0932B4

        YnkLAGgvWm9ULBjRV1Fnetr8yBto5SZ9Ma4aA6qwGYY7j13FwQJ3o80fe2pVD/wm
        N5M3zKsUrUazuPMASkIEbFpc1DZn4GiDQgjl6cZ7eG/9wdpW5nEJ3E/dgRWcz5AS
        F3+X+Oto0oFBONhOrW1HoIatE8rbeNh93yRqNfcxOkumsllTi3znZsZ/MIzjGGur
        8D6nM1z5yjYV3c4DZwXU9D1FTtLyN2MU
        -----END EC PRIVATE KEY-----
        """;

    // openssl ec -camellia128.
    public const string EncryptedSec1Camellia = """
        -----BEGIN EC PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: CAMELLIA-128-CBC,5202A4CA197929286E35D9A65202BFCA

        gglTr10139TaYn2JasngUoPQq+dVLvcaWhe+BoiUaSrKe18R1rfjQoSzXCnQlZGd
        hjRHSOE+0kDHVMvSw0mrozBzJXBrGxHt6EDLj12UG/MjcJD0WgDsI/BsIkqhiJnh
        KYygRGz5Z/UTJHkfmtXJnIWoNyfbjJBHsEtqnoFEmkdRxnRjwgnr2EENLZV78qP+
        pzVpKnlwtlmA3LP1sz5x4j8zW0DDuZV11NUfXCFonHw=
        -----END EC PRIVATE KEY-----
        """;

    // openssl pkcs8 -topk8 -v2 aes-256-cbc.
    public const string EncryptedPkcs8Aes256 = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIIBHDBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQIqU6uis+nI24CAggA
        MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBDCd5G9vN6f+Qs5OC/qPuZdBIHA
        qdcubsqVGCduvlUk4va3HiLJREGNOmd+J6nUCwX4UGRB0oWwECJ6+0QHo3x0jrtZ
        ft27tuznNts51fnAZ282qkIHReNsi5VwI+vXmeyeWOYGHxYQfWfCdg9p+Yfdl5j3
        gHRUjstyGjpGmDQaH2iLGpwjAXV1sjtUIPbq0bzcitxJb+02u2x3IrdYhO/fTLt9
        5zGBm1s/L61XiGWROh8q+VnSIMgDPZ3NaV4TjXsMG3YbUilHzLruqERxeKyAzZG4
        -----END ENCRYPTED PRIVATE KEY-----
        """;

    // openssl pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA1.
    public const string EncryptedPkcs8Aes128Sha1 = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIIBDjBJBgkqhkiG9w0BBQ0wPDAbBgkqhkiG9w0BBQwwDgQIcpPw0NqWbVICAggA
        MB0GCWCGSAFlAwQBAgQQpVExgzN06lK4q9QNF2ROTQSBwGrA00gu96Bo7hySg6XB
        nlKl6ttTWzyxV3YQO3DibU8aN1HtZZQia1xH1nNWcHN+ziP5okNyMd00GHJo+6vg
        322+qHQRYn8XYY8feklldnbHpRLKmSW8vFqpAPFNUvQwtQTomtNKPVCmpzK8mthV
        mTE9u7KC63tRQOobrJIGYs/QDWLjKVXhaRizh3OW9YKvWBuDMnZYeRHU3EuEUs3u
        vxiqWCcFsN+A06EjTB3ccGv5J2+AJnFVuY/Oh/QaA1ixLA==
        -----END ENCRYPTED PRIVATE KEY-----
        """;

    // openssl pkcs8 -topk8 -v2 des3 -v2prf hmacWithSHA512.
    public const string EncryptedPkcs8TripleDesSha512 = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIIBEzBOBgkqhkiG9w0BBQ0wQTApBgkqhkiG9w0BBQwwHAQI02uR/R0aCQsCAggA
        MAwGCCqGSIb3DQILBQAwFAYIKoZIhvcNAwcECN7a1ET4I+vnBIHAZrrs4MggUgfy
        mfrCNN0NcxbRYLuVRFyiNr6qJn/JxIhp5L8r5PMRx36s4bILl4eevHp1CPJejZ+z
        zwmzSuUzcBni0TeBNqTzKNXBzBRKXihqcW5WePRFIhrMPlSdVQc3Ij8ecnmqpc3Z
        g6f4CJ+yENC0QhEw20rIVrcSAi83vJ/FE7OgLoE7OpiyS+Pl78UaHwbA6IkH0pT8
        C/Ej2Mt4f3HHo00Jz540z4MOGv1fgqPDjAuLaSOEAKKFqN2trp41
        -----END ENCRYPTED PRIVATE KEY-----
        """;

    // openssl pkcs8 -topk8 -scrypt.
    public const string EncryptedPkcs8Scrypt = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIIBFDBPBgkqhkiG9w0BBQ0wQjAhBgkrBgEEAdpHBAswFAQIy5iWo45DP7sCAkAA
        AgEIAgEBMB0GCWCGSAFlAwQBKgQQ/wBYBcIR+ozK/CT6E5t+TgSBwMUQktJ6qIpt
        HKmVSZZNRhq0lhxyFHrlTBGBuAU9dZ7YkF1Y0soQJhXhTpTBpwJu63FOM3refeM7
        FJbS38dX+DHUi6bCwfxhI7+2ERXhc2kUNiw70bP+QyC+3Nr2QOXgaKKW7BydK7i9
        uWMBdK1A+uK3llL7Z0KLeja2Nzz4CO0cTlWXVkcNqlKD0YTDBswY/OgbBlZVbcjy
        UyVMRCZ0dULw7rIjio1ReLqy3dt3xs7HngYlhQQYZqREA+mGunVvEA==
        -----END ENCRYPTED PRIVATE KEY-----
        """;

    // openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES.
    public const string EncryptedPkcs8Pbes1 = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHhMBwGCiqGSIb3DQEMAQMwDgQI2Mr1f7iKovYCAggABIHAXyX6f7gdsK8sXs7Q
        nCQd7zeZl0mDLo7dQGJSjiezSAsfQKwla9iOIIHmPbU65OJcUUWBCM+GbQNPiP/o
        s+SiG34eA6r5agr1rSjHlSQhqTNeoDyV7jV7P1LSoxQTIQs0pKn9uhOipZS0/Tpp
        YNhkMz8Ef/7W1ED/FOgTBbg0oHbO/N4h/aceyyoy4isYxCH1NTmtYEHNr5XhVN0T
        MzTMh/uiAgstSQjmLnzcPKDg8oG1quPX5AaCkOK4X8mGXbiJ
        -----END ENCRYPTED PRIVATE KEY-----
        """;

    // openssl pkcs8 -topk8 -v2 camellia-128-cbc.
    public const string EncryptedPkcs8Camellia = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIIBHjBZBgkqhkiG9w0BBQ0wTDApBgkqhkiG9w0BBQwwHAQIdfmwtYEUZ2oCAggA
        MAwGCCqGSIb3DQIJBQAwHwYLKoMIjJpLPQEBAQIEEC4j8OuY6UzSgf4cm/szAmwE
        gcBAzGLwmVI5uHJ4CKMpb+F/FUlgm8edbem8LVqj0H5NqyL8f8RNoKFm7cIImvkI
        T3vQU40Sk0ME0JH7lrDJVK8zoT2aNVxxEXn3EEeSDzcy2N6h/xHKo5TgX51YH9S8
        X4Za9J96WI8/dz3N9hABQHUA+dwzNI5udUuqpytJVheO8YvZDhpErclipj+hfNmW
        V/WOj9vQRRqfmc3Exao3VHxz6O4ThSwgY9IuGR342fwY0u519fht52QLlpKjqn2s
        SzM=
        -----END ENCRYPTED PRIVATE KEY-----
        """;

    // openssl ec -pubout.
    public const string PublicKey = """
        -----BEGIN PUBLIC KEY-----
        MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEbLMzt3vx+lBYGslS3aiDHbVxCUodZ56/
        svGqcNiGhQCWBLHb3Tk+YjkEQM395Aru3DTO41q8lvg6ljEmF03o1V6S+d25R28t
        DZmUfxdlRJskti3nyE9C1EBYSCIPaA3V
        -----END PUBLIC KEY-----
        """;

    // openssl req -x509.
    public const string Certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBvDCCAUKgAwIBAgIUBGZrrnvQAUie4TrtoohndblFhvUwCgYIKoZIzj0EAwIw
        FTETMBEGA1UEAwwKdGhyb3ctYXdheTAeFw0yNjExMjIyMjA3MDBaFw0yNjExMjMy
        MjA3MDBaMBUxEzARBgNVBAMMCnRocm93LWF3YXkwdjAQBgcqhkjOPQIBBgUrgQQA
        IgNiAARsszO3e/H6UFgayVLdqIMdtXEJSh1nnr+y8apw2IaFAJYEsdvdOT5iOQRA
        zf3kCu7cNM7jWryW+DqWMSYXTejVXpL53blHby0NmZR/F2VEmyS2LefIT0LUQFhI
        Ig9oDdWjUzBRMB0GA1UdDgQWBBRBDBaFXr6nV/13b2bx5xc1mmjS0jAfBgNVHSME
        GDAWgBRBDBaFXr6nV/13b2bx5xc1mmjS0jAPBgNVHRMBAf8EBTADAQH/MAoGCCqG
        SM49BAMCA2gAMGUCME3yAiL+fzkn80QdZYISBrIhf2pSDfD9KoFRyGWhfWP1mBot
        RMnhTz0Q7g7/e+ohmwIxANNG90v9sJij/laV2VH4RR6HVCw5g3RwtJCct9h3A2fz
        aNAzmleIimuPqqTdENxaQQ==
        -----END CERTIFICATE-----
        """;

    // ssh-keygen -t ecdsa -b 384.
    public const string OpenSsh = """
        -----BEGIN OPENSSH PRIVATE KEY-----
        b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAiAAAABNlY2RzYS
        1zaGEyLW5pc3RwMzg0AAAACG5pc3RwMzg0AAAAYQQNJt7krBcszXGNjbcUTp43QBJZdB0M
        1TM4/W4rbkE1VY7X9NBHuBY8SGHSc9fSRagSGeddaQgJWpNSE1bGlXYlfs4kZJ7V1gmsBd
        2ATiBftG1WKF36l+YqHrY7J+jkTF4AAADYh7OZoYezmaEAAAATZWNkc2Etc2hhMi1uaXN0
        cDM4NAAAAAhuaXN0cDM4NAAAAGEEDSbe5KwXLM1xjY23FE6eN0ASWXQdDNUzOP1uK25BNV
        WO1/TQR7gWPEhh0nPX0kWoEhnnXWkICVqTUhNWxpV2JX7OJGSe1dYJrAXdgE4gX7RtVihd
        +pfmKh62Oyfo5ExeAAAAMGygzf8+dlo7vErY8ECTTxbT8Jte+RlHcvHSwiwz1IBn5F3L47
        jGD+b4334QP6wCkwAAAAp0aHJvdy1hd2F5AQIDBAUG
        -----END OPENSSH PRIVATE KEY-----
        """;

    // openssl ecparam -name prime256v1 -genkey -noout.
    public const string P256Sec1 = """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIBmAK0EfZlS8jEc5DeGB9P3tSx0nmeE8TvutqYdFa3LeoAoGCCqGSM49
        AwEHoUQDQgAEJTSBjDaBdVsNTkfKSYvDmScusFv5iMczRkHulrR2nsqVL6o/su9W
        /qxcm+ieh+QMUJTwUOqa1WVUXiKai2BSCw==
        -----END EC PRIVATE KEY-----
        """;

    // The same as PKCS#8.
    public const string P256Pkcs8 = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgGYArQR9mVLyMRzkN
        4YH0/e1LHSeZ4TxO+62ph0Vrct6hRANCAAQlNIGMNoF1Ww1OR8pJi8OZJy6wW/mI
        xzNGQe6WtHaeypUvqj+y71b+rFyb6J6H5AxQlPBQ6prVZVReIpqLYFIL
        -----END PRIVATE KEY-----
        """;

    // openssl ecparam -name secp521r1 -genkey -noout.
    public const string P521Sec1 = """
        -----BEGIN EC PRIVATE KEY-----
        MIHcAgEBBEIB6x3SHTJR/YvgbZB8Q730o//UZE9oiQESvWru+Q706vfYiU19Ri9/
        THm22xY+psxuQ9pu5iuND1782hRwJUthQYSgBwYFK4EEACOhgYkDgYYABAHeO/lu
        fjps42kPsq2U1RB7n3MOpzNvDAZtG3UTNnH+Go2O9PuU31rVpLaZTxlxCoqSUdf6
        6YBg1ZesOYytfiTj2gCy3aJI0buP4UdjU0TkLRCKxJeRrk2fogCk24I2lszExOvi
        IbXIxTdTs1QWe2cjh6g+frbhD7p7Rt4TRKwA24K5Ww==
        -----END EC PRIVATE KEY-----
        """;

    // The same as PKCS#8.
    public const string P521Pkcs8 = """
        -----BEGIN PRIVATE KEY-----
        MIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIB6x3SHTJR/YvgbZB8
        Q730o//UZE9oiQESvWru+Q706vfYiU19Ri9/THm22xY+psxuQ9pu5iuND1782hRw
        JUthQYShgYkDgYYABAHeO/lufjps42kPsq2U1RB7n3MOpzNvDAZtG3UTNnH+Go2O
        9PuU31rVpLaZTxlxCoqSUdf66YBg1ZesOYytfiTj2gCy3aJI0buP4UdjU0TkLRCK
        xJeRrk2fogCk24I2lszExOviIbXIxTdTs1QWe2cjh6g+frbhD7p7Rt4TRKwA24K5
        Ww==
        -----END PRIVATE KEY-----
        """;

    // openssl ecparam -name secp256k1 -genkey -noout.
    public const string Secp256k1Sec1 = """
        -----BEGIN EC PRIVATE KEY-----
        MHQCAQEEIFcfAwDCkas+WDGlTYN72Tk6bMwM+VseNvkcFfVOgBbuoAcGBSuBBAAK
        oUQDQgAErDtLRcSEznuEUMeJPwbBosKUMhrtpFxJC5mf4pewPFgyT9bvN7VY0q2A
        AjI5Ifgf1eWPlm+kg4QE+k6qfJJeJw==
        -----END EC PRIVATE KEY-----
        """;

    // The same as PKCS#8.
    public const string Secp256k1Pkcs8 = """
        -----BEGIN PRIVATE KEY-----
        MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQgVx8DAMKRqz5YMaVNg3vZ
        OTpszAz5Wx42+RwV9U6AFu6hRANCAASsO0tFxITOe4RQx4k/BsGiwpQyGu2kXEkL
        mZ/il7A8WDJP1u83tVjSrYACMjkh+B/V5Y+Wb6SDhAT6Tqp8kl4n
        -----END PRIVATE KEY-----
        """;

    // openssl rsa -traditional, 1024 bits.
    public const string RsaPkcs1 = """
        -----BEGIN RSA PRIVATE KEY-----
        MIICXgIBAAKBgQChJ8Et4fx4SmdyFj1WXhusNtwLxA+ump7s/xTKirJb44XGxMYj
        sMp2uD/mg9ph3GPPdSRpacfg9hSjrN+U8+5QGE02kVhwzy4e8GO8gTIrG64A+u/N
        q+HazkMt7Ie7gl2ifJn5bjtEV33HTFD7CklM4esWHKxWiEa5GvrdjWalBQIDAQAB
        AoGALW/2CafD9W6VCBe5J5bVGpNFK5QWD9bMpGmvRQQiEcJuv4JPk1SPYTXF3oqi
        kiD/i0iuAYKvtn/rhdKCH48/S6dFj6PiJcxJz8+yowcVseEvRLuraxptne/SlPXw
        C2SidP9FocCd8lVr5HEe0+59foJdoAdhFE9zX7DiXA3MEekCQQDUuAOwRx/axi9L
        3TwgXniWTuhUKlOF+M37+/E2ijV6ly1Odlj/5T7X9dRS53sAFN3/CF4NKj/kIWi1
        sBWpKC1jAkEAwfHtSGVjfFmU51o2ieGQ5fKlV8Wh966wzw6P6acqP/+D0Gt9GVua
        /rXkVIAfn4/w3o+rt2EelhL7mowh6iwEdwJBAKdmtQhpwKjTpG7oiSPUFMP9DxsF
        QDvDZJ80U0yfkZyLEk2YF0wypbUgsdoYbxTOVzIX7KQhpqwqmpO5IiLACo8CQQCa
        P6pjaNfd/3VRJ0u3D6JpcDmWfEWcMuDGXSOSRnRw3+xbKBIfx96W8908Y4ZDJn0A
        1a1RtLlZzJE1UnxqvUVzAkEAo3TosZN1yIkrk6DNslZM1Mz12/9aC27PDslnmcn9
        BmRe/eBhoXd7qF/JuVxrqAiarCNLmhktcLwhnnrPY6N5Mg==
        -----END RSA PRIVATE KEY-----
        """;

    // The same as PKCS#8.
    public const string RsaPkcs8 = """
        -----BEGIN PRIVATE KEY-----
        MIICeAIBADANBgkqhkiG9w0BAQEFAASCAmIwggJeAgEAAoGBAKEnwS3h/HhKZ3IW
        PVZeG6w23AvED66anuz/FMqKslvjhcbExiOwyna4P+aD2mHcY891JGlpx+D2FKOs
        35Tz7lAYTTaRWHDPLh7wY7yBMisbrgD6782r4drOQy3sh7uCXaJ8mfluO0RXfcdM
        UPsKSUzh6xYcrFaIRrka+t2NZqUFAgMBAAECgYAtb/YJp8P1bpUIF7knltUak0Ur
        lBYP1sykaa9FBCIRwm6/gk+TVI9hNcXeiqKSIP+LSK4Bgq+2f+uF0oIfjz9Lp0WP
        o+IlzEnPz7KjBxWx4S9Eu6trGm2d79KU9fALZKJ0/0WhwJ3yVWvkcR7T7n1+gl2g
        B2EUT3NfsOJcDcwR6QJBANS4A7BHH9rGL0vdPCBeeJZO6FQqU4X4zfv78TaKNXqX
        LU52WP/lPtf11FLnewAU3f8IXg0qP+QhaLWwFakoLWMCQQDB8e1IZWN8WZTnWjaJ
        4ZDl8qVXxaH3rrDPDo/ppyo//4PQa30ZW5r+teRUgB+fj/Dej6u3YR6WEvuajCHq
        LAR3AkEAp2a1CGnAqNOkbuiJI9QUw/0PGwVAO8NknzRTTJ+RnIsSTZgXTDKltSCx
        2hhvFM5XMhfspCGmrCqak7kiIsAKjwJBAJo/qmNo193/dVEnS7cPomlwOZZ8RZwy
        4MZdI5JGdHDf7FsoEh/H3pbz3TxjhkMmfQDVrVG0uVnMkTVSfGq9RXMCQQCjdOix
        k3XIiSuToM2yVkzUzPXb/1oLbs8OyWeZyf0GZF794GGhd3uoX8m5XGuoCJqsI0ua
        GS1wvCGees9jo3ky
        -----END PRIVATE KEY-----
        """;

    // openssl rsa -pubout.
    public const string RsaPublic = """
        -----BEGIN PUBLIC KEY-----
        MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQChJ8Et4fx4SmdyFj1WXhusNtwL
        xA+ump7s/xTKirJb44XGxMYjsMp2uD/mg9ph3GPPdSRpacfg9hSjrN+U8+5QGE02
        kVhwzy4e8GO8gTIrG64A+u/Nq+HazkMt7Ie7gl2ifJn5bjtEV33HTFD7CklM4esW
        HKxWiEa5GvrdjWalBQIDAQAB
        -----END PUBLIC KEY-----
        """;

    // openssl genpkey -algorithm ed25519.
    public const string Ed25519 = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIAm5XXok8f+j5pTD1JkJhlLsJj3hHZQhma5DPHxa4AzR
        -----END PRIVATE KEY-----
        """;

    // openssl genpkey -algorithm x25519.
    public const string X25519 = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VuBCIEIMBKDAF4Im2lwVwzW6eR+c6FwWZA9MsbhKoYBUnmesRe
        -----END PRIVATE KEY-----
        """;
}
