/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Soak: 10^8 operations, or as many as TROVE_SOAK_OPERATIONS says, and memory that does not grow.
 *
 * The test appends to, changes, borrows, clones, merges and drops a few arenas and snapshots at random. Each slot has
 * an arena or a snapshot, and the expected values of some refs. Some copies fail, and some arenas have a limit of
 * bytes. After each tenth of the operations the test drops everything: then no element is left, and as many bytes are
 * allocated as after the first tenth. */

#include <string.h>
#include <trove-glib/trove-glib.h>

#include "memory.h"
#include "test-support.h"

/* Bytes that may be allocated in addition to those after the first tenth: one byte in 20,000 operations. */
#define SLACK 4096

#define N_ARENAS 12
#define N_SLOTS 24
#define N_KNOWN 48
#define N_HELD 8
#define N_LARGE 20000     /* elements: ten rows */
#define MOST_WEIGHT 20000 /* operations on an arena and on its origins, after which the arena is dropped */

enum
{
  POOL_INT64,
  POOL_STRING,
  POOL_COUNTED,
  POOL_WIDE,
  N_POOLS,
};

typedef struct
{
  guint64 value, alive;
} Counted;

typedef struct
{
  guint64 words[5];
} Wide;

typedef union
{
  gint64 number;
  const char *string;
  Counted counted;
  Wide wide;
} Element;

typedef struct
{
  TroveRef ref;
  guint64 value;
} Known;

typedef struct
{
  TroveArena *arena; /* owned; at most one of arena and snapshot is set */
  TroveSnapshot *snapshot;
  guint weight; /* operations, as in MOST_WEIGHT */
  guint n_known;
  Known known[N_KNOWN];
} Slot;

typedef struct
{
  TestRandom random;
  TroveElementInfo infos[N_POOLS];
  atomic_llong n_live; /* counted elements that are not cleared */
  guint64 n_failed_copies, n_refused, n_borrowed;
  Slot slots[N_SLOTS];
  TroveBorrow *held[N_HELD]; /* shared; NULL: none */
  gint64 numbers[N_LARGE];
  char text[64];
} World;

static guint
below (World *world, guint n)
{
  return (guint) test_random_below (&world->random, n);
}

/* Elements */

#define ALIVE 0x616c697665

static gboolean
counted_copy (gpointer dest, gconstpointer src, gpointer data)
{
  World *world = data;
  const Counted *from = src;

  if (below (world, 5000) == 0)
    {
      world->n_failed_copies++;
      return FALSE;
    }
  g_assert_cmpuint (from->alive, ==, ALIVE);
  *(Counted *) dest = *from;
  atomic_fetch_add_explicit (&world->n_live, 1, memory_order_relaxed);
  return TRUE;
}

static void
counted_clear (gpointer element, gpointer data)
{
  World *world = data;
  Counted *counted = element;

  g_assert_cmpuint (counted->alive, ==, ALIVE);
  counted->alive = 0;
  atomic_fetch_sub_explicit (&world->n_live, 1, memory_order_relaxed);
}

/* A string of 1 to 48 letters, valid until the next one. */
static const char *
text_of (World *world, guint64 value)
{
  guint length = 1 + (guint) (value % 48);

  for (guint i = 0; i < length; i++)
    world->text[i] = (char) ('a' + (value >> (i % 59) & 15));
  world->text[length] = '\0';
  return world->text;
}

static void
make (World *world, Element *element, guint pool, guint64 value)
{
  switch (pool)
    {
    case POOL_INT64:
      element->number = (gint64) value;
      break;
    case POOL_STRING:
      element->string = text_of (world, value);
      break;
    case POOL_COUNTED:
      element->counted = (Counted){ value, ALIVE };
      break;
    default:
      for (guint i = 0; i < 5; i++)
        element->wide.words[i] = value + i;
      break;
    }
}

static void
check (World *world, guint pool, gconstpointer stored, guint64 value)
{
  Element element;

  g_assert_nonnull (stored);
  make (world, &element, pool, value);
  switch (pool)
    {
    case POOL_INT64:
      g_assert_cmpint (*(const gint64 *) stored, ==, element.number);
      break;
    case POOL_STRING:
      g_assert_cmpstr (*(const char *const *) stored, ==, element.string);
      break;
    case POOL_COUNTED:
      g_assert_true (memcmp (stored, &element.counted, sizeof (Counted)) == 0);
      break;
    default:
      g_assert_true (memcmp (stored, &element.wide, sizeof (Wide)) == 0);
      break;
    }
}

/* Expected errors */

/* Checks the result of a call: ok, or one of the expected errors, which is freed. caught is a pointer, since arguments
 * are evaluated in any order and the call sets the error. Returns ok. */
static gboolean
done (World *world, Slot *slot, gboolean ok, GError **caught)
{
  GError *error = *caught;

  if (ok)
    {
      g_assert_no_error (error);
      return TRUE;
    }

  if (g_error_matches (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY))
    {
      g_assert_cmpuint (trove_arena_get_max_bytes (slot->arena), >, 0);
      slot->weight = MOST_WEIGHT + 1;
      world->n_refused++;
    }
  else if (g_error_matches (error, TROVE_ERROR, TROVE_ERROR_BORROWED))
    world->n_borrowed++;
  else
    g_assert_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED);
  g_error_free (error);
  return FALSE;
}

/* Slots */

static void
slot_drop (Slot *slot)
{
  g_clear_object (&slot->arena);
  g_clear_pointer (&slot->snapshot, trove_snapshot_unref);
  slot->n_known = slot->weight = 0;
}

static void
slot_know (World *world, Slot *slot, const TroveRef *ref, guint64 value)
{
  guint place = slot->n_known < N_KNOWN ? slot->n_known++ : below (world, N_KNOWN);

  slot->known[place] = (Known){ *ref, value };
}

static void
slot_become (Slot *slot, TroveArena *arena, TroveSnapshot *snapshot, const Slot *from)
{
  slot_drop (slot);
  slot->arena = arena;
  slot->snapshot = snapshot;
  slot->weight = from->weight;
  slot->n_known = from->n_known;
  memcpy (slot->known, from->known, from->n_known * sizeof (Known));
}

/* Adds half of the other slot's refs, in place of random ones if the slot is full. */
static void
slot_learn (World *world, Slot *slot, const Slot *other)
{
  for (guint i = 0; i < other->n_known; i += 2)
    slot_know (world, slot, &other->known[i].ref, other->known[i].value);
  slot->weight += other->weight;
}

static void
make_arena (World *world, Slot *slot)
{
  slot_drop (slot);
  slot->arena = trove_arena_new_with_infos (world->infos, N_POOLS);
  if (below (world, 16) == 0)
    g_assert_true (trove_arena_set_max_bytes (slot->arena, 16384 + below (world, 65536), NULL));
}

/* The first N_ARENAS slots have arenas, the others snapshots. */
static Slot *
random_arena (World *world)
{
  Slot *slot = &world->slots[below (world, N_ARENAS)];

  if (slot->arena == NULL || slot->weight > MOST_WEIGHT)
    make_arena (world, slot);
  return slot;
}

static Slot *
other_arena_slot (World *world, const Slot *slot)
{
  Slot *other;

  do
    other = &world->slots[below (world, N_ARENAS)];
  while (other == slot);
  return other;
}

static Known *
random_known (World *world, Slot *slot)
{
  return slot->n_known > 0 ? &slot->known[below (world, slot->n_known)] : NULL;
}

/* Operations */

static void
append (World *world, Slot *slot)
{
  guint pool = below (world, N_POOLS);
  guint64 value = test_random_next (&world->random);
  GError *error = NULL;
  Element element;
  TroveRef ref;

  make (world, &element, pool, value);
  if (done (world, slot, trove_arena_append_raw (slot->arena, pool, &element, &ref, &error), &error))
    slot_know (world, slot, &ref, value);
}

static void
append_many (World *world, Slot *slot, guint most)
{
  guint64 value = test_random_next (&world->random);
  guint n = 1 + below (world, most);
  GError *error = NULL;
  TroveRef ref;

  for (guint i = 0; i < n; i++)
    world->numbers[i] = (gint64) (value + i);
  if (!done (world, slot,
             trove_arena_append_many_raw (slot->arena, POOL_INT64, world->numbers, n, &ref, &error), &error))
    return;
  slot_know (world, slot, &ref, value);
  if (n == 1) /* each ref is in a slot once, since its element may be changed in place */
    return;
  ref.offset += n - 1;
  slot_know (world, slot, &ref, value + n - 1);
}

static void
get (World *world, Slot *slot)
{
  Known *known = random_known (world, slot);
  guint pool = known != NULL ? trove_ref_get_pool (&known->ref) : 0;

  if (known == NULL)
    return;
  if (slot->arena != NULL)
    check (world, pool, trove_arena_get_raw (slot->arena, pool, &known->ref, NULL), known->value);
  else
    check (world, pool, trove_snapshot_get_raw (slot->snapshot, pool, &known->ref, NULL), known->value);
}

static void
get_all (World *world, Slot *slot)
{
  g_auto (TroveReader) reader = { 0 };

  if (slot->arena != NULL)
    trove_reader_init (&reader, slot->arena, POOL_INT64);
  else if (slot->snapshot != NULL)
    trove_reader_init_snapshot (&reader, slot->snapshot, POOL_INT64);
  for (guint i = 0; i < slot->n_known; i++)
    if (trove_ref_get_pool (&slot->known[i].ref) == POOL_INT64)
      check (world, POOL_INT64, trove_reader_get (&reader, &slot->known[i].ref, NULL), slot->known[i].value);
}

/* Sets an element with a GValue, as scripts do. */
static void
set_value (World *world, Slot *slot, Known *known)
{
  guint pool = trove_ref_get_pool (&known->ref);
  guint64 new_value = test_random_next (&world->random);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (TroveRef) ref = NULL;
  g_autofree GValue *stored = NULL;
  GError *error = NULL;

  if (pool > POOL_STRING)
    return;
  g_value_init (&value, pool == POOL_INT64 ? G_TYPE_INT64 : G_TYPE_STRING);
  if (pool == POOL_INT64)
    g_value_set_int64 (&value, (gint64) new_value);
  else
    g_value_set_string (&value, text_of (world, new_value));

  ref = trove_arena_set (slot->arena, &known->ref, &value, &error);
  if (done (world, slot, ref != NULL, &error))
    *known = (Known){ *ref, new_value };

  stored = trove_arena_get (slot->arena, &known->ref, NULL);
  g_assert_nonnull (stored);
  if (pool == POOL_INT64)
    g_assert_cmpint (g_value_get_int64 (stored), ==, (gint64) known->value);
  else
    g_assert_cmpstr (g_value_get_string (stored), ==, text_of (world, known->value));
  g_value_unset (stored);
}

static void
get_mut (World *world, Slot *slot, Known *known)
{
  guint pool = trove_ref_get_pool (&known->ref);
  GError *error = NULL;
  gpointer address;
  Element element;

  if (pool == POOL_STRING)
    {
      set_value (world, slot, known);
      return;
    }
  address = trove_arena_get_mut_raw (slot->arena, pool, &known->ref, &error);
  if (!done (world, slot, address != NULL, &error))
    return;

  check (world, pool, address, known->value);
  known->value = test_random_next (&world->random);
  make (world, &element, pool, known->value);
  memcpy (address, &element,
          pool == POOL_INT64   ? sizeof (gint64) :
          pool == POOL_COUNTED ? sizeof (Counted) :
                                 sizeof (Wide));
}

static void
borrow_mut (World *world, Slot *slot, Known *known)
{
  g_auto (TroveBorrow) borrow = TROVE_BORROW_INIT;
  guint pool = trove_ref_get_pool (&known->ref);
  g_autoptr (TroveRef) ref = NULL;
  GError *error = NULL;

  if (!done (world, slot, trove_borrow_init_mut (&borrow, slot->arena, &known->ref, &error), &error))
    return;

  ref = trove_borrow_dup_ref (&borrow);
  known->ref = *ref;
  check (world, pool, trove_borrow_get_raw (&borrow), known->value);
  if (pool == POOL_INT64)
    {
      known->value = test_random_next (&world->random);
      *(guint64 *) trove_borrow_get_mut_raw (&borrow) = known->value;
    }
  g_assert_null (trove_arena_snapshot (slot->arena, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_BORROWED_MUT);
  g_error_free (error);
}

/* Makes a shared borrow, which is held for a while and may outlive its arena. */
static void
borrow (World *world, Slot *slot, const Known *known)
{
  TroveBorrow **held = &world->held[below (world, N_HELD)];
  guint pool = trove_ref_get_pool (&known->ref);
  GError *error = NULL;

  g_clear_pointer (held, trove_borrow_unref);
  *held = trove_arena_borrow (slot->arena, &known->ref, &error);
  if (done (world, slot, *held != NULL, &error))
    check (world, pool, trove_borrow_get_raw (*held), known->value);
}

static void
snapshot (World *world, Slot *slot)
{
  TroveSnapshot *made = trove_arena_snapshot (slot->arena, NULL);

  g_assert_nonnull (made);
  slot_become (&world->slots[N_ARENAS + below (world, N_SLOTS - N_ARENAS)], NULL, made, slot);
}

static void
clone (World *world, Slot *slot)
{
  TroveArena *made = trove_arena_clone (slot->arena, NULL);

  g_assert_nonnull (made);
  slot_become (other_arena_slot (world, slot), made, NULL, slot);
}

static void
branch (World *world, Slot *slot)
{
  if (slot->snapshot != NULL)
    slot_become (other_arena_slot (world, slot), trove_snapshot_branch (slot->snapshot), NULL, slot);
}

static void
merge (World *world, Slot *slot)
{
  Slot *other = random_arena (world), *result;
  TroveArena *made;

  if (slot->arena == NULL || other == slot)
    return;
  made = trove_arena_merge (slot->arena, other->arena, NULL);
  g_assert_nonnull (made);

  result = other_arena_slot (world, slot);
  if (result == other)
    {
      g_object_unref (other->arena);
      other->arena = made;
      slot_learn (world, other, slot);
      return;
    }
  slot_become (result, made, NULL, slot);
  slot_learn (world, result, other);
}

static void
absorb (World *world, Slot *slot)
{
  Slot *other = random_arena (world);

  if (slot->arena == NULL || other == slot)
    return;
  g_assert_true (trove_arena_absorb (slot->arena, other->arena, NULL));
  slot_learn (world, slot, other);
}

static void
set_root (World *world, Slot *slot, const Known *known)
{
  g_autoptr (TroveRef) root = NULL;
  g_autofree char *text = NULL;
  g_autoptr (TroveRef) parsed = NULL;

  g_assert_true (trove_arena_set_root (slot->arena, &known->ref, NULL));
  root = trove_arena_get_root (slot->arena, NULL);
  text = trove_ref_to_string (root);
  parsed = trove_ref_parse (text, NULL);
  g_assert_true (trove_ref_equal (parsed, &known->ref));
}

/* Reads an invalid ref, the list of sub-arenas and the usage. */
static void
look (World *world, Slot *slot)
{
  g_autoptr (TroveVecMap) map = trove_arena_dup_sub_arenas (slot->arena, NULL);
  g_autoptr (TroveUsage) usage = trove_arena_get_usage (slot->arena, NULL);
  const TroveRef none = { 1 + test_random_below (&world->random, (guint64) 1 << 52) * 2, 0 };
  GError *error = NULL;

  g_assert_cmpuint (usage->own + usage->shared, ==, usage->total);
  if (!trove_vec_map_contains (map, none.sub_arena))
    {
      g_assert_null (trove_arena_get_raw (slot->arena, 0, &none, &error));
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF);
      g_error_free (error);
    }
}

/* Borrows to be released, and an arena or a snapshot to be dropped, on another thread. */
typedef struct
{
  TroveBorrow *held[N_HELD];
  TroveArena *arena;
  TroveSnapshot *snapshot;
} Elsewhere;

static gpointer
drop_elsewhere (gpointer data)
{
  Elsewhere *elsewhere = data;

  for (guint i = 0; i < N_HELD; i++)
    g_clear_pointer (&elsewhere->held[i], trove_borrow_unref);
  g_clear_object (&elsewhere->arena);
  g_clear_pointer (&elsewhere->snapshot, trove_snapshot_unref);
  return NULL;
}

static void
drop_on_thread (World *world, Slot *slot)
{
  Elsewhere elsewhere = { .arena = g_steal_pointer (&slot->arena),
                          .snapshot = g_steal_pointer (&slot->snapshot) };

  slot_drop (slot);
  memcpy (elsewhere.held, world->held, sizeof world->held);
  memset (world->held, 0, sizeof world->held);
  g_thread_join (g_thread_new ("drop", drop_elsewhere, &elsewhere));
}

/* One of 25 operations makes a version, as in an editor that makes many. The rarest operations visit all that an arena
 * holds. */
static void
operate (World *world)
{
  guint choice = below (world, 100000);
  Slot *slot = choice < 40000 ? &world->slots[below (world, N_SLOTS)] : random_arena (world);
  Known *known = random_known (world, slot);

  if (slot->arena != NULL)
    slot->weight++;
  if (choice < 34000)
    get (world, slot);
  else if (choice < 35000)
    get_all (world, slot);
  else if (choice < 36000)
    branch (world, slot);
  else if (choice < 36005)
    drop_on_thread (world, slot);
  else if (choice < 36040)
    slot_drop (slot);
  else if (choice < 40000)
    get (world, slot);
  else if (choice < 65000 || known == NULL)
    append (world, slot);
  else if (choice < 67000)
    append_many (world, slot, choice < 66990 ? 40 : N_LARGE);
  else if (choice < 72000)
    set_value (world, slot, known);
  else if (choice < 90000)
    get_mut (world, slot, known);
  else if (choice < 92000)
    borrow_mut (world, slot, known);
  else if (choice < 95000)
    borrow (world, slot, known);
  else if (choice < 96000)
    set_root (world, slot, known);
  else if (choice < 98400)
    snapshot (world, slot);
  else if (choice < 99600)
    clone (world, slot);
  else if (choice < 99800)
    merge (world, slot);
  else if (choice < 99980)
    absorb (world, slot);
  else
    look (world, slot);
}

static void
drop_all (World *world)
{
  for (guint i = 0; i < N_SLOTS; i++)
    slot_drop (&world->slots[i]);
  for (guint i = 0; i < N_HELD; i++)
    g_clear_pointer (&world->held[i], trove_borrow_unref);
}

static guint64
n_operations (void)
{
  const char *text = g_getenv ("TROVE_SOAK_OPERATIONS");

  return text != NULL ? MAX (g_ascii_strtoull (text, NULL, 10), 10) : test_count (100000000, 1000000);
}

static void
test_soak (void)
{
  guint64 n = n_operations (), first = 0;
  World *world = g_new0 (World, 1);

  test_random_init (&world->random);
  world->infos[POOL_INT64] = (TroveElementInfo) TROVE_ELEMENT_TYPE (G_TYPE_INT64);
  world->infos[POOL_STRING] = (TroveElementInfo) TROVE_ELEMENT_TYPE (G_TYPE_STRING);
  world->infos[POOL_COUNTED] =
      (TroveElementInfo) TROVE_ELEMENT (Counted, .copy = counted_copy, .clear = counted_clear, .data = world);
  world->infos[POOL_WIDE] = (TroveElementInfo) TROVE_ELEMENT (Wide);

  for (guint tenth = 1; tenth <= 10; tenth++)
    {
      guint64 most = 0, given_out;
      gint64 most_live = 0;

      for (guint64 i = 0; i < n / 10; i++)
        {
          operate (world);
          if (i % (n / 1000 + 1) == 0)
            {
              most = MAX (most, memory_given_out ());
              most_live = MAX (most_live, atomic_load (&world->n_live));
            }
        }

      drop_all (world);
      given_out = memory_given_out ();
      g_test_message ("tenth %u: up to %" G_GUINT64_FORMAT " KiB and %" G_GINT64_FORMAT
                      " counted elements; when all is dropped %" G_GUINT64_FORMAT " bytes",
                      tenth, most >> 10, most_live, given_out);
      g_assert_cmpint (atomic_load (&world->n_live), ==, 0);
      if (tenth == 1)
        first = given_out;
      else if (!test_is_watched ())
        g_assert_cmpuint (given_out, <=, first + SLACK);
    }

  g_test_message ("%" G_GUINT64_FORMAT " operations; of them %" G_GUINT64_FORMAT
                  " copies failed, %" G_GUINT64_FORMAT " were refused memory, %" G_GUINT64_FORMAT
                  " were borrowed",
                  n, world->n_failed_copies, world->n_refused, world->n_borrowed);
  if (n >= 1000000)
    {
      g_assert_cmpuint (world->n_failed_copies, >, 0);
      g_assert_cmpuint (world->n_refused, >, 0);
      g_assert_cmpuint (world->n_borrowed, >, 0);
    }
  g_free (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/soak", test_soak);
  return g_test_run ();
}
