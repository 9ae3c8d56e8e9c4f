namespace Bridge.Smime.Trust.Validation;

/// <summary>
/// The policies that a path has kept so far, as the graph of RFC 9618: one node for each policy and depth. It gives the
/// answers of RFC 5280's valid_policy_tree at linear instead of exponential cost.
/// </summary>
internal sealed class PolicyGraph
{
    public const string Any = "2.5.29.32.0";

    private readonly List<Dictionary<string, Node>> _levels = [new() { [Any] = new Node(Any, []) }];

    /// <summary>Whether nothing is left: the tree of RFC 5280 is NULL.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>RFC 5280 section 6.1.3 (d) and (e): the policies of the next certificate; null when it has no such extension.</summary>
    public void Descend(IReadOnlyCollection<string>? policies, bool anyAllowed)
    {
        if (IsEmpty || policies is null)
        {
            IsEmpty = true;
            return;
        }

        Dictionary<string, Node> above = _levels[^1];
        ILookup<string, Node> expecting = above.Values.SelectMany(n => n.Expected.Select(e => (e, n))).ToLookup(p => p.e, p => p.n);
        Dictionary<string, Node> level = [];
        foreach (string policy in policies.Where(p => p != Any))
        {
            List<Node> parents = [.. expecting[policy]];
            if (parents.Count == 0 && above.TryGetValue(Any, out Node? any))
            {
                parents.Add(any);
            }

            if (parents.Count > 0)
            {
                level[policy] = new Node(policy, parents);
            }
        }

        if (anyAllowed && policies.Contains(Any))
        {
            foreach (IGrouping<string, Node> expected in expecting.Where(e => !level.ContainsKey(e.Key)))
            {
                level[expected.Key] = new Node(expected.Key, [.. expected]);
            }
        }

        _levels.Add(level);
        Prune();
    }

    /// <summary>RFC 5280 section 6.1.4 (b): mappings of the certificate just taken in.</summary>
    public void Map(ILookup<string, string> mappings, bool allowed)
    {
        if (IsEmpty)
        {
            return;
        }

        Dictionary<string, Node> level = _levels[^1];
        foreach (IGrouping<string, string> mapping in mappings)
        {
            if (!allowed)
            {
                level.Remove(mapping.Key);
            }
            else if (level.TryGetValue(mapping.Key, out Node? node))
            {
                node.Expected = [.. mapping];
            }
            else if (level.ContainsKey(Any))
            {
                level[mapping.Key] = new Node(mapping.Key, [_levels[^2][Any]]) { Expected = [.. mapping] };
            }
        }

        Prune();
    }

    /// <summary>RFC 5280 section 6.1.5 (g): the policies that the path is good for among those the user accepts (empty: all).</summary>
    public IReadOnlySet<string> UserConstrained(IReadOnlyCollection<string> accepted)
    {
        if (IsEmpty)
        {
            return new HashSet<string>();
        }

        // A domain's policy enters the path where its parent is still anyPolicy; below, it may only be mapped.
        HashSet<string> kept = [.. _levels.Skip(1).SelectMany(l => l.Values).Where(n => n.Policy != Any && n.Parents.Any(p => p.Policy == Any)).Select(n => n.Policy)];
        bool any = _levels[^1].ContainsKey(Any);
        if (accepted.Count == 0 || accepted.Contains(Any))
        {
            return any ? [.. kept, Any] : kept;
        }

        return any ? new HashSet<string>(accepted) : [.. kept.Where(accepted.Contains)];
    }

    private void Prune()
    {
        for (int depth = _levels.Count - 1; depth > 0; depth--)
        {
            HashSet<Node> parents = [.. _levels[depth].Values.SelectMany(n => n.Parents)];
            Dictionary<string, Node> above = _levels[depth - 1];
            foreach (Node childless in above.Values.Where(n => !parents.Contains(n)).ToList())
            {
                above.Remove(childless.Policy);
            }
        }

        IsEmpty = _levels[0].Count == 0 || _levels[^1].Count == 0;
    }

    private sealed class Node(string policy, IReadOnlyList<Node> parents)
    {
        public string Policy { get; } = policy;

        public IReadOnlyList<Node> Parents { get; } = parents;

        /// <summary>Policies that satisfy this one in the next certificate.</summary>
        public HashSet<string> Expected { get; set; } = [policy];
    }
}
