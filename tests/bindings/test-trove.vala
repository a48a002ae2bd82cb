/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Arenas in Vala: refs, guards, values, arrays and errors in the generated bindings. */

int64 number_at (Trove.Arena arena, Trove.Ref name) throws Error {
    return arena.get (name).get_int64 ();
}

void test_append_and_change () {
    try {
        var arena = new Trove.Arena (typeof (int64));
        /* In Vala 1 is an int, which fits the pool of another integer type. */
        Trove.Ref a = arena.append (1);
        var b = arena.append ((int64) 2);
        assert (number_at (arena, a) == 1 && number_at (arena, b) == 2);

        var guard = arena.borrow_mut (a);
        assert (guard.set_value (guard.get_value ().get_int64 () + 41));
        guard.release ();
        assert (number_at (arena, a) == 42);

        b = arena.set (b, 3);
        assert (number_at (arena, b) == 3);
        assert (arena.contains (b));
    } catch (Error e) {
        error (e.message);
    }
}

void test_refs () {
    try {
        var arena = new Trove.Arena.for_types ({ typeof (int64), typeof (string) });
        var a = arena.append (1), b = arena.append ("x");
        var copy = b;
        assert (copy.equal (b) && !a.equal (b) && copy.hash () == b.hash ());
        assert (b.get_pool () == 1 && b.get_index () == 0 && b.offset == (uint64) 1 << 40);
        assert (Trove.Ref.parse (b.to_string ()).equal (b));
        assert (!b.is_null ());
        assert (b.get_nth (2).get_index () == 2 && b.get_nth (2).get_pool () == 1);

        Trove.Ref[] kept = { a, b, copy };
        assert (kept[2].equal (b));

        /* Changing a copied ref in place does not change the original. */
        var other = Trove.Ref.parse (b.to_string ());
        other.offset = 7;
        assert (other.offset == 7 && b.offset != 7 && copy.offset == b.offset);

        var table = new HashTable<Trove.Ref, string> (
            (key) => { return key.hash (); }, (x, y) => { return x.equal (y); });
        table[a] = "a";
        table[b] = "b";
        assert (table[copy] == "b");
    } catch (Error e) {
        error (e.message);
    }
}

void test_versions () {
    try {
        var arena = new Trove.Arena (typeof (string));
        var a = arena.append ("one");
        arena.set_root (a);
        var before = arena.snapshot ();
        var b = arena.set (a, "two");
        assert (!b.equal (a));
        assert (before.get (a).get_string () == "one");
        assert (arena.get (a).get_string () == "one" && arena.get (b).get_string () == "two");
        assert (before.contains (a) && !before.contains (b));

        Trove.Ref? root = before.get_root ();
        assert (root != null && root.equal (a));

        var branch = before.branch ();
        var c = branch.append ("three");
        var merged = arena.merge (branch);
        assert (merged.get (b).get_string () == "two" && merged.get (c).get_string () == "three");
        assert (merged.get (merged.append ("four")).get_string () == "four");

        var clone = arena.clone ();
        clone.set (b, "five");
        assert (arena.get (b).get_string () == "two");
        assert (arena.absorb (branch) && arena.contains (c));
    } catch (Error e) {
        error (e.message);
    }
}

void test_errors () {
    int caught = 0;

    try {
        var arena = new Trove.Arena (typeof (int64));
        var a = arena.append (1);
        var shared = arena.borrow (a);
        try {
            arena.borrow_mut (a);
        } catch (Trove.Error.BORROWED e) {
            caught++;
        }
        shared.release ();

        var guard = arena.borrow_mut (a);
        try {
            arena.clone ();
        } catch (Trove.Error.BORROWED_MUT e) {
            caught++;
        }
        guard.release ();
        assert (guard.is_released ());
        try {
            guard.get_value ();
        } catch (Trove.Error.INVALID_REF e) {
            caught++;
        }
        try {
            arena.append ("text");
        } catch (Trove.Error e) {
            assert (e is Trove.Error.TYPE_MISMATCH);
            caught++;
        }
        try {
            new Trove.Arena (typeof (int64)).get (a);
        } catch (Error e) {
            assert (e.matches (Trove.Error.quark (), Trove.Error.INVALID_REF));
            caught++;
        }
    } catch (Error e) {
        error (e.message);
    }

    assert (caught == 5);
}

void test_guards_end_by_scope () {
    try {
        var arena = new Trove.Arena (typeof (int64));
        var a = arena.append (1);
        {
            var guard = arena.borrow_mut (a);
            assert (guard.is_mutable () && guard.dup_ref ().equal (a));
            var copy = guard;
            assert (copy.set_value (2));
        }
        arena.clone ();
        assert (number_at (arena, a) == 2);
    } catch (Error e) {
        error (e.message);
    }
}

void test_many () {
    try {
        var arena = new Trove.Arena (typeof (int64));
        var first = arena.append_int64s (0, { 1, 2, 3 });
        int64[] got = arena.read_int64s (first, 3);
        assert (got.length == 3 && got[0] == 1 && got[2] == 3);
        assert (arena.get_n_elements () == 3);

        arena.snapshot ();
        arena.append (4);
        var map = arena.dup_sub_arenas ();
        uint64[] ids = map.dup_ids ();
        assert (map.get_n_items () == 2 && ids.length == 2 && ids[0] < ids[1]);
        var sub = map.lookup (ids[0]);
        assert (sub.frozen && sub.n_elements == 3 && sub.get (0, 1).get_int64 () == 2);
        assert (((Trove.SubArena) map.get_item (0)).id == ids[0]);
        assert (map.lookup (ids[1] + 1) == null);
        assert (sub.get_row (0, 0).get_size () == 24);
    } catch (Error e) {
        error (e.message);
    }
}

void check_sums (Trove.Usage usage) {
    assert (usage.own + usage.shared == usage.total);
    assert (usage.elements + usage.room + usage.waste + usage.overhead == usage.total);
}

void test_usage () {
    try {
        var arena = new Trove.Arena (typeof (int64));
        for (int i = 0; i < 100; i++)
            arena.append ((int64) i);
        var usage = arena.get_usage ();
        check_sums (usage);
        assert (usage.elements == 800 && usage.room == 8 * (224 - 100) && usage.own > 1600);
        var copy = usage;
        assert (copy.total == usage.total);

        var sub = arena.dup_sub_arenas ().lookup (arena.reserve_id ());
        check_sums (sub.get_usage ());
        assert (sub.get_usage ().elements == sub.n_bytes);
        var snapshot = arena.snapshot ();
        check_sums (snapshot.get_usage ());
        assert (snapshot.get_usage ().elements == 800 && snapshot.get_usage ().room == 0);
        arena = null;
        assert (usage.elements == 800 && snapshot.get_usage ().elements == 800);
    } catch (Error e) {
        error (e.message);
    }
}

void test_max_bytes () {
    var arena = new Trove.Arena (typeof (int64));
    uint notified = 0;
    int n = 0;

    assert (arena.max_bytes == 0);
    arena.notify["max-bytes"].connect (() => { notified++; });
    arena.max_bytes = 20000;
    assert (arena.get_max_bytes () == 20000 && notified == 1);
    try {
        while (n < 100000) {
            arena.append ((int64) n);
            n++;
        }
        assert_not_reached ();
    } catch (Trove.Error.NO_MEMORY e) {
        assert ("20000 (max-bytes)" in e.message);
    } catch (Error e) {
        error (e.message);
    }

    assert (n > 500);
    try {
        assert (arena.get_n_elements () == n && arena.snapshot ().get_n_elements () == n);
        assert (arena.clone ().max_bytes == 20000 && arena.snapshot ().branch ().max_bytes == 20000);
        arena.set_max_bytes (0);
        arena.append_int64s (0, new int64[10000]);
    } catch (Error e) {
        error (e.message);
    }
}

class Counted : Object {
    public static int alive = 0;

    construct {
        alive++;
    }

    ~Counted () {
        alive--;
    }
}

void test_counted () {
    try {
        var arena = new Trove.Arena (typeof (Counted));
        Trove.Ref[] refs = {};
        for (int i = 0; i < 1024; i++)
            refs += arena.append (new Counted ());
        assert (Counted.alive == 1024);
        var snapshot = arena.snapshot ();
        foreach (unowned Trove.Ref name in refs)
            assert (snapshot.get (name).get_object () is Counted);
        assert (Counted.alive == 1024);
        arena = null;
        assert (Counted.alive == 1024);
        snapshot = null;
        assert (Counted.alive == 0);
    } catch (Error e) {
        error (e.message);
    }
}

void test_objects () {
    var flags = ParamFlags.READWRITE;
    ParamSpec[] fields = {
        new ParamSpecInt ("number", "number", "", 0, 9, 3, flags),
        new ParamSpecString ("label", "label", "", "none", flags),
        Trove.param_spec_list ("children", null, null, typeof (Trove.Object),
                               ParamFlags.READABLE | (ParamFlags) Trove.PARAM_OWNED)
    };

    try {
        var type = Trove.Object.register_type ("ValaShape", typeof (Trove.Object), fields);
        var shape = Object.new (type);
        int number;
        string label;
        shape.get ("number", out number, "label", out label);
        assert (shape is Trove.Object && number == 3 && label == "none");
    } catch (Error e) {
        error (e.message);
    }

    try {
        Trove.Object.register_type ("ValaShape", typeof (Trove.Object), null);
        assert_not_reached ();
    } catch (Trove.Error.TYPE_MISMATCH e) {
        assert ("ValaShape" in e.message);
    } catch (Error e) {
        error (e.message);
    }
}

int main (string[] args) {
    Test.init (ref args);

    Test.add_func ("/vala/append-and-change", test_append_and_change);
    Test.add_func ("/vala/refs", test_refs);
    Test.add_func ("/vala/versions", test_versions);
    Test.add_func ("/vala/errors", test_errors);
    Test.add_func ("/vala/guards-end-by-scope", test_guards_end_by_scope);
    Test.add_func ("/vala/many", test_many);
    Test.add_func ("/vala/usage", test_usage);
    Test.add_func ("/vala/max-bytes", test_max_bytes);
    Test.add_func ("/vala/counted", test_counted);
    Test.add_func ("/vala/objects", test_objects);

    return Test.run ();
}
