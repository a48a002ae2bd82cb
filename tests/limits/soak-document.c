/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Soak of a document with a limit of 100 versions: many commits, and memory that does not grow after the first tenth.
 *
 * The number of commits is the program's argument: soak-document 10000000 takes minutes. Edits change values, references and lists, and
 * replace objects by new ones, so that the number of objects stays. Now and then the program undoes and redoes, saves, keeps a version, goes
 * back to the saved version, and goes on with a branch. The saved and the kept version read as when they were chosen. */

#include "memory.h"
#include "test-support.h"
#include "thing.h"

#define N_GROUPS 10
#define N_THINGS 400
#define MAX_LINKS 300 /* of the root */
#define MAX_VERSIONS 100
#define N_PARTS 20
#define N_SAMPLES 2000 /* of a part */

/* The first part in which most objects have been replaced: until then they lie closer together. */
#define STEADY_PART 2

/* Bytes that may be allocated on average in a later part, in addition to those in STEADY_PART. */
#define MORE(bytes) ((bytes) / 4 + 65536)

/* Bytes that are never allocated: the hand moves 32 KiB at a commit, and each version of the history may hold as much. */
#define MOST_BYTES (2 * MAX_VERSIONS * 32768)

/* With fewer commits the parts before STEADY_PART end before most objects were replaced, and memory still grows. */
#define LEAST_STEADY 300000

static guint64 n_commits;

typedef struct
{
  TroveVersion *version;
  guint64 digest;
} Noted;

typedef struct
{
  TestRandom random;
  TroveDocument *document;
  Noted saved, kept;
  guint64 n_undone, n_saved, n_branches;
} World;

static guint
below (World *world, guint n)
{
  return (guint) test_random_below (&world->random, n);
}

/* A group of the root. */
static TroveKey
choose_group (World *world)
{
  TroveKey root = trove_document_get_root_key (world->document), key = 0;

  trove_document_get_children (world->document, root, "children", below (world, N_GROUPS), &key, 1);
  g_assert_cmpuint (key, !=, 0);
  return key;
}

/* A thing of a group that has some, and its group. */
static TroveKey
choose (World *world, TroveKey *group)
{
  TroveKey key = 0;
  guint n;

  do
    {
      *group = choose_group (world);
      n = trove_document_get_n_children (world->document, *group, "children");
    }
  while (n == 0);
  trove_document_get_children (world->document, *group, "children", below (world, n), &key, 1);
  return key;
}

static TroveKey
choose_any (World *world)
{
  TroveKey group;

  return choose (world, &group);
}

/* Edits */

static void
add (World *world, TroveKey owner)
{
  static const char *const labels[] = { NULL, "short", "a label that does not lie in its record" };
  const ThingData data = { test_random_next (&world->random), labels[below (world, 3)], 0 };
  g_autoptr (GError) error = NULL;

  trove_document_add (world->document, thing_get_type (), &data, owner, "children", G_MAXUINT, NULL, &error);
  g_assert_no_error (error);
}

static void
set (World *world, gboolean target)
{
  g_autoptr (GError) error = NULL;
  TroveKey key = choose_any (world);
  ThingData data = *(const ThingData *) trove_document_peek (world->document, key, NULL);

  data.value = test_random_next (&world->random);
  if (target)
    data.target = below (world, 4) == 0 ? choose_group (world) : choose_any (world);
  trove_document_set (world->document, key, &data, &error);
  g_assert_no_error (error);
}

/* Links of the root, or of a thing. */
static void
link_some (World *world)
{
  gboolean of_root = below (world, 2) == 0;
  TroveKey key = of_root ? trove_document_get_root_key (world->document) : choose_any (world), keys[3];
  guint n = trove_document_get_n_children (world->document, key, "links"), most = of_root ? MAX_LINKS : 4;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    keys[i] = choose_any (world);
  if (n < most)
    trove_document_splice (world->document, key, "links", below (world, n + 1), 0, keys, 3, &error);
  else
    trove_document_splice (world->document, key, "links", below (world, n - 3), 4, NULL, 0, &error);
  g_assert_no_error (error);
}

static void
edit (World *world)
{
  g_autoptr (GError) error = NULL;
  TroveKey group;

  switch (below (world, 10))
    {
    case 0:
    case 1:
      trove_document_remove (world->document, choose (world, &group), &error);
      g_assert_no_error (error);
      add (world, group);
      break;
    case 2:
      trove_document_move (world->document, choose_any (world), choose_group (world), "children", G_MAXUINT,
                           &error);
      g_assert_no_error (error);
      break;
    case 3:
      link_some (world);
      break;
    case 4:
      set (world, TRUE);
      break;
    default:
      set (world, FALSE);
      break;
    }
}

/* Versions */

static void
commit (World *world)
{
  g_autoptr (GError) error = NULL;

  for (guint n = 1 + below (world, 3); n > 0; n--)
    edit (world);
  trove_document_commit (world->document, "Edit", &error);
  g_assert_no_error (error);
}

static void
check_noted (const Noted *noted)
{
  if (noted->version != NULL)
    g_assert_cmphex (thing_digest (noted->version), ==, noted->digest);
}

static void
note_current (World *world, Noted *noted)
{
  check_noted (noted);
  g_clear_object (&noted->version);
  noted->version = trove_document_dup_current (world->document);
  noted->digest = thing_digest (noted->version);
}

/* The version has no other reference than that of the history, so that its blocks are moved. */
static void
save (World *world)
{
  note_current (world, &world->saved);
  g_assert_true (trove_document_set_saved (world->document, NULL, NULL));
  g_clear_object (&world->saved.version);
  world->n_saved++;
}

static void
check_saved (World *world)
{
  world->saved.version = trove_document_dup_saved (world->document);
  check_noted (&world->saved);
  g_clear_object (&world->saved.version);
}

static void
keep (World *world)
{
  if (world->kept.version != NULL)
    trove_version_set_kept (world->kept.version, FALSE);
  note_current (world, &world->kept);
  trove_version_set_kept (world->kept.version, TRUE);
}

static void
undo_some (World *world)
{
  for (guint n = 1 + below (world, 8); n > 0; n--)
    world->n_undone += trove_document_undo (world->document, NULL);
  for (guint n = below (world, 4); n > 0; n--)
    trove_document_redo (world->document, NULL);
}

static void
go_to_saved (World *world)
{
  g_autoptr (TroveVersion) saved = trove_document_dup_saved (world->document);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (saved);
  trove_document_go_to (world->document, saved, &error);
  g_assert_no_error (error);
}

/* Edits a branch. Then drops the branch, or the document that it was made from. */
static void
branch (World *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveDocument) other = trove_document_branch (world->document, NULL, &error);
  TroveDocument *document = world->document;

  g_assert_no_error (error);
  trove_document_set_max_versions (other, MAX_VERSIONS);
  world->document = other;
  for (guint n = below (world, 50); n > 0; n--)
    commit (world);
  world->document = document;
  world->n_branches++;
  if (below (world, 2) == 0)
    return;

  world->document = g_steal_pointer (&other);
  g_object_unref (document);
  save (world);
  keep (world);
}

static void
operate (World *world)
{
  commit (world);
  if (below (world, 100) == 0)
    undo_some (world);
  if (below (world, 1000) == 0)
    save (world);
  if (below (world, 1000) == 0)
    keep (world);
  if (below (world, 3000) == 0)
    check_saved (world);
  if (below (world, 3000) == 0)
    go_to_saved (world);
  if (below (world, 3000) == 0)
    branch (world);
}

/* Undo ends at the current version. */
static void
start_here (World *world)
{
  g_autoptr (TroveDocument) empty = world->document;
  g_autoptr (GError) error = NULL;

  world->document = trove_document_branch (empty, NULL, &error);
  g_assert_no_error (error);
}

static void
world_init (World *world)
{
  TroveKey root;

  *world = (World){ .document = trove_document_new (thing_get_type (), NULL, 0) };
  test_random_init (&world->random);
  root = trove_document_get_root_key (world->document);
  for (guint i = 0; i < N_GROUPS; i++)
    add (world, root);
  for (guint i = 0; i < N_THINGS; i++)
    add (world, choose_group (world));
  commit (world);
  start_here (world);
  trove_document_set_max_versions (world->document, MAX_VERSIONS);
  save (world);
  keep (world);
}

static void
world_clear (World *world)
{
  check_saved (world);
  check_noted (&world->kept);
  g_object_unref (world->kept.version);
  g_object_unref (world->document);
}

typedef struct
{
  guint64 mean, most;
} Allocated;

static Allocated
run_part (World *world, guint64 n)
{
  Allocated allocated = { 0 };
  guint64 sum = 0, n_samples = 0;

  for (guint64 i = 0; i < n; i++)
    {
      operate (world);
      if (i % (n / N_SAMPLES + 1) == 0)
        {
          guint64 now = memory_given_out ();

          allocated.most = MAX (allocated.most, now);
          sum += now;
          n_samples++;
        }
    }
  allocated.mean = sum / n_samples;
  return allocated;
}

static void
test_document (void)
{
  guint64 before, steady = 0;
  World world;

  g_object_unref (trove_document_new (thing_get_type (), NULL, 0)); /* makes the class */
  before = memory_given_out ();
  world_init (&world);
  for (guint part = 1; part <= N_PARTS; part++)
    {
      Allocated allocated = run_part (&world, n_commits / N_PARTS);

      g_test_message ("part %u of %u: %" G_GUINT64_FORMAT " KiB on average, up to %" G_GUINT64_FORMAT " KiB",
                      part, N_PARTS, allocated.mean >> 10, allocated.most >> 10);
      g_assert_cmpuint (trove_document_get_n_objects (world.document), ==, 1 + N_GROUPS + N_THINGS);
      if (part == STEADY_PART)
        steady = allocated.mean;
      else if (part > STEADY_PART && n_commits >= LEAST_STEADY && !test_is_watched ())
        {
          g_assert_cmpuint (allocated.mean, <=, steady + MORE (steady - before));
          g_assert_cmpuint (allocated.most, <=, before + MOST_BYTES);
        }
    }
  g_test_message ("%" G_GUINT64_FORMAT " commits, %" G_GUINT64_FORMAT " undone, %" G_GUINT64_FORMAT
                  " saved, %" G_GUINT64_FORMAT " branches",
                  n_commits, world.n_undone, world.n_saved, world.n_branches);
  world_clear (&world);
  memory_check_back (before, 262144); /* of which the allocator may cache some */
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  n_commits = test_count (300000, 20000);
  if (argc > 1)
    n_commits = MAX (g_ascii_strtoull (argv[1], NULL, 10), N_PARTS);
  g_test_add_func ("/soak/document", test_document);
  return g_test_run ();
}
