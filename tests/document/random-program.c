/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "random-program.h"

#include "runner.h"

#define MOST_OPERATIONS 600 /* in one program */

/* The first operations. */
#define CODE_ADD 0
#define CODE_COMMIT 1

#define CODE_SET_MAX_VERSIONS 29

/* How the edits of a program are made. */
typedef enum
{
  FORM_BY_KEY,
  FORM_BY_HANDLES,
  FORM_MIXED,
  N_FORMS,
} Form;

static guint8
random_byte (TestRandom *random)
{
  return (guint8) test_random_next (random);
}

/* Small numbers more often: the newest objects, the first positions. */
static guint8
small_byte (TestRandom *random)
{
  return random_byte (random) >> (test_random_below (random, 2) == 0 ? test_random_below (random, 8) : 0);
}

/* seats: the bits that choose the document and the type of a new object. */
static void
append_operation (GByteArray *program, TestRandom *random, guint8 code, guint8 seats)
{
  const guint8 operation[] = {
    code,
    random_byte (random) & seats,
    small_byte (random),  /* key */
    small_byte (random),  /* other */
    small_byte (random),  /* property */
    small_byte (random),  /* position */
    random_byte (random), /* value */
    random_byte (random), /* extra */
  };

  g_assert_cmpuint (sizeof operation, ==, program_operation_size);
  g_byte_array_append (program, operation, sizeof operation);
}

/* An object in a list of the first document. */
static void
append_add (GByteArray *program, TestRandom *random, guint8 seats)
{
  const guint8 operation[] = {
    CODE_ADD,
    random_byte (random) & seats & 0xfc,
    small_byte (random),            /* key */
    random_byte (random) & 0x3f,    /* owner */
    2 + (random_byte (random) & 1), /* property */
    random_byte (random) & 0x3f,    /* position */
    random_byte (random),           /* value */
    random_byte (random) & 0x1f,    /* extra */
  };

  g_byte_array_append (program, operation, sizeof operation);
}

/* The code that makes an operation by key or by handles. */
static guint8
form_code (TestRandom *random, Form form, guint code)
{
  gboolean by_handles = form == FORM_BY_HANDLES || (form == FORM_MIXED && test_random_below (random, 2) == 0);

  return (guint8) (by_handles ? code + program_n_codes () : code);
}

/* Begins with a step that adds some objects. Half of the programs set a limit then, so that much is made with one. */
static GByteArray *
make_program (TestRandom *random, guint n, guint8 seats, Form form, const guint *weights)
{
  const guint8 commit[] = { CODE_COMMIT, 0, 0, 0, 0, 0, 0, 0 };
  GByteArray *program = g_byte_array_new ();
  guint n_first = (guint) test_random_below (random, MIN (n, 60));

  for (guint i = 0; i < n_first; i++)
    append_add (program, random, seats);
  g_byte_array_append (program, commit, sizeof commit);
  if (test_random_below (random, 2) == 0)
    append_operation (program, random, CODE_SET_MAX_VERSIONS, 0);
  for (guint i = n_first; i < n; i++)
    append_operation (program, random, form_code (random, form, runner_choose_code (random, weights)), seats);
  return program;
}

static GByteArray *
random_program_with (TestRandom *random, Form form)
{
  guint n = 1 + (guint) test_random_below (random, MOST_OPERATIONS >> test_random_below (random, 5));
  guint8 seats = random_byte (random) | (test_random_below (random, 2) == 0 ? 3 : 0);
  g_autofree guint *weights = g_new (guint, program_n_codes ());

  runner_choose_weights (random, weights);
  return make_program (random, n, seats, form, weights);
}

GByteArray *
random_program (TestRandom *random)
{
  return random_program_with (random, (Form) test_random_below (random, N_FORMS));
}

GByteArray *
random_program_by_handles (TestRandom *random)
{
  return random_program_with (random, FORM_BY_HANDLES);
}

GByteArray *
random_program_of (TestRandom *random, guint n)
{
  g_autofree guint *weights = g_new (guint, program_n_codes ());

  for (guint i = 0; i < program_n_codes (); i++)
    weights[i] = program_code_weight (i);
  return make_program (random, n, 0xff, FORM_MIXED, weights);
}
