using Bridge.Smime.Policy;
using Bridge.Smime.Trust.Building;
using Bridge.Smime.Trust.Names;
using Bridge.Smime.Trust.Signatures;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Validation;

/// <summary>
/// Path validation of RFC 5280 section 6.1 with the mail rules of RFC 8550, revocation aside. It does not stop at the
/// first fault: every certificate says everything that is wrong with it.
/// </summary>
internal sealed class PathProcessor(CandidatePath path, CertificateUsage usage, DateTimeOffset at, SmimePolicy policy, CertificateChecks checks)
{
    private readonly PathNotes _notes = new(path.All);
    private readonly PolicyGraph _policies = new();
    private readonly NameConstraintSet _names = new();
    private readonly int _length = path.Links.Count;
    private readonly ReadOnlyMemory<byte>[] _keys = new ReadOnlyMemory<byte>[path.All.Count];

    private int _explicitPolicy;
    private int _policyMapping;
    private int _inhibitAny;
    private int _pathLength = int.MaxValue;

    /// <summary>Keys of the path with inherited DSA parameters filled in, by step.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Keys => _keys;

    /// <summary>Policies the path is good for, after <see cref="Process"/>.</summary>
    public IReadOnlySet<string> Policies { get; private set; } = new HashSet<string>();

    public PathNotes Process()
    {
        _explicitPolicy = policy.RequireExplicitPolicy ? 0 : _length + 1;
        _policyMapping = policy.InhibitPolicyMapping ? 0 : _length + 1;
        _inhibitAny = policy.InhibitAnyPolicy ? 0 : _length + 1;
        EnterAnchor();
        for (int step = _length - 1; step >= 0; step--)
        {
            CheckBasics(step);
            CheckNames(step);
            TakePolicies(step);
            if (step > 0)
            {
                PrepareNext(step);
            }
        }

        WrapUp();
        return _notes;
    }

    private static CertificateProfile ProfileOf(PathLink link) => CertificateProfile.Of(link.Certificate);

    private void EnterAnchor()
    {
        Certificate anchor = path.Anchor.Certificate;
        CertificateProfile profile = CertificateProfile.Of(anchor);
        _keys[_length] = anchor.SubjectPublicKeyInfo;
        checks.CheckKey(_notes, _length, anchor);
        CertificateChecks.CheckTime(_notes, _length, anchor, at);
        CheckExtensions(_length, profile);
        _notes.Remark(_length, Finding.Info(FindingCodes.PathAnchored, [("subject", anchor.Subject), ("source", path.Anchor.Source), .. Itself()]), forPath: true);
        if (_length == 0)
        {
            return;
        }

        CheckAuthority(_length, profile, isAnchor: true);
        _pathLength = profile.PathLength ?? int.MaxValue;
        if (profile.Constraints is { } constraints)
        {
            _names.Add(constraints);
        }

        if (path.Anchor.DistrustAfter is { } limit && path.All[0].Certificate.NotBefore > limit)
        {
            _notes.Fail(_length, ChainStatus.Untrusted, FindingCodes.AnchorDistrustedAfter, ("date", Moment.Text(limit)));
        }
    }

    // Direct trust says so, with the address for which the user compared the certificate.
    private IEnumerable<(string, string)> Itself() => path.Anchor.OnlyFor is { } address ? [("onlyFor", address)] : [];

    // RFC 5280 section 6.1.3 (a)
    private void CheckBasics(int step)
    {
        Certificate certificate = path.All[step].Certificate;
        _keys[step] = InheritedParameters.Complete(certificate, _keys[step + 1]);
        if (!certificate.IssuerName.Equals(path.All[step + 1].Certificate.SubjectName))
        {
            _notes.Fail(step, ChainStatus.Untrusted, FindingCodes.CertificateNameChain);
        }

        checks.CheckSignature(_notes, step, certificate, _keys[step + 1]);
        checks.CheckKey(_notes, step, certificate);
        CertificateChecks.CheckTime(_notes, step, certificate, at);
        CheckExtensions(step, ProfileOf(path.All[step]));
    }

    // RFC 5280 section 6.1.3 (b), (c)
    private void CheckNames(int step)
    {
        CertificateProfile profile = ProfileOf(path.All[step]);
        if ((step == 0 || !profile.IsSelfIssued) && _names.Check(profile.ConstrainedNames) is { } fault)
        {
            _notes.Fail(step, ChainStatus.Constrained, fault.Code, [.. fault.Parameters.Select(p => (p.Key, p.Value))]);
        }
    }

    // RFC 5280 section 6.1.3 (d) to (f)
    private void TakePolicies(int step)
    {
        CertificateProfile profile = ProfileOf(path.All[step]);
        _policies.Descend(profile.Policies, _inhibitAny > 0 || (step > 0 && profile.IsSelfIssued));
        if (_explicitPolicy <= 0 && _policies.IsEmpty)
        {
            _notes.Fail(step, ChainStatus.Constrained, FindingCodes.PolicyNotAcceptable);
        }
    }

    // RFC 5280 section 6.1.4
    private void PrepareNext(int step)
    {
        CertificateProfile profile = ProfileOf(path.All[step]);
        TakeMappings(step, profile);
        if (profile.Constraints is { } constraints)
        {
            _names.Add(constraints);
        }

        if (!profile.IsSelfIssued)
        {
            _explicitPolicy--;
            _policyMapping--;
            _inhibitAny--;
            if (_pathLength-- <= 0)
            {
                _notes.Fail(step, ChainStatus.Constrained, FindingCodes.AuthorityPathLength);
            }
        }

        _explicitPolicy = Math.Min(_explicitPolicy, profile.RequireExplicitPolicy ?? int.MaxValue);
        _policyMapping = Math.Min(_policyMapping, profile.InhibitPolicyMapping ?? int.MaxValue);
        _inhibitAny = Math.Min(_inhibitAny, profile.InhibitAnyPolicy ?? int.MaxValue);
        CheckAuthority(step, profile, isAnchor: false);
        _pathLength = Math.Min(_pathLength, profile.PathLength ?? int.MaxValue);
    }

    private void TakeMappings(int step, CertificateProfile profile)
    {
        if (profile.Mappings.Any(m => m.Key == PolicyGraph.Any || m.Contains(PolicyGraph.Any)))
        {
            _notes.Fail(step, ChainStatus.Constrained, FindingCodes.PolicyMapsAny);
        }

        _policies.Map(profile.Mappings, _policyMapping > 0);
    }

    // RFC 5280 section 6.1.5
    private void WrapUp()
    {
        CertificateProfile profile = ProfileOf(path.All[0]);
        if (_length > 0)
        {
            _explicitPolicy = profile.RequireExplicitPolicy == 0 ? 0 : _explicitPolicy - 1;
            Policies = _policies.UserConstrained(policy.InitialPolicies);
            if (_explicitPolicy <= 0 && Policies.Count == 0)
            {
                _notes.Fail(0, ChainStatus.Constrained, FindingCodes.PolicyNotAcceptable);
            }
        }

        MailUsage.Check(_notes, path.All[0].Certificate, profile, usage);
    }

    private void CheckExtensions(int step, CertificateProfile profile)
    {
        if (profile.Malformed is { } malformed)
        {
            _notes.Fail(step, ChainStatus.Malformed, FindingCodes.CertificateExtensionMalformed, ("oid", malformed));
        }

        if (profile.UnknownCritical is { } unknown)
        {
            _notes.Fail(step, ChainStatus.Constrained, FindingCodes.CertificateCriticalExtension, ("oid", unknown));
        }
    }

    // RFC 5280 section 6.1.4 (k), (n). An anchor of X.509 version 1 has no extensions and is an authority by being one.
    private void CheckAuthority(int step, CertificateProfile profile, bool isAnchor)
    {
        bool isOldAnchor = isAnchor && path.Anchor.Certificate.Structure.Version < 3;
        if (profile.IsAuthority != true && !isOldAnchor)
        {
            _notes.Fail(step, ChainStatus.Constrained, FindingCodes.AuthorityNotCa);
        }

        if (!profile.Allows(Org.BouncyCastle.Asn1.X509.KeyUsage.KeyCertSign))
        {
            _notes.Fail(step, ChainStatus.Constrained, FindingCodes.AuthorityKeyUsage);
        }

        if (usage != CertificateUsage.Any && !MailUsage.AllowsMail(profile))
        {
            _notes.Fail(step, ChainStatus.Constrained, FindingCodes.AuthorityNotForMail);
        }
    }
}
