/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The spare chunk of trove-glib/core/chunks.c, for every interleaving of a few threads.
 *
 * A thread's chain takes the spare chunk or makes one, carves pieces for sub-arenas, and leaves what is left; each
 * sub-arena goes at any time, and the schema with the last of all. As in view.pml there is a clock for each thread and
 * each atomic; here it is a set of {piece, thread}: the accesses that happened before.
 *
 * -DWEAK_…: a memory order is weakened. Each is to make an assertion fail. */

#ifndef THREADS
#define THREADS 2
#endif
#ifndef LIVES
#define LIVES 2 /* chains that a thread begins */
#endif
#ifndef CHUNKS
#if THREADS == 2
#define CHUNKS 3
#else
#define CHUNKS 2 /* a clock is 32 bits */
#endif
#endif
#define PIECES 2 /* of a chunk */

#ifdef WEAK_TAKE
#define TAKE_ACQUIRE false
#else
#define TAKE_ACQUIRE true
#endif
#ifdef WEAK_PUT_ACQUIRE
#define PUT_ACQUIRE false
#else
#define PUT_ACQUIRE true
#endif
#ifdef WEAK_PUT_RELEASE
#define PUT_RELEASE false
#else
#define PUT_RELEASE true
#endif
#ifdef WEAK_BACK_ACQUIRE
#define BACK_ACQUIRE false
#else
#define BACK_ACQUIRE true
#endif
#ifdef WEAK_BACK_RELEASE
#define BACK_RELEASE false
#else
#define BACK_RELEASE true
#endif
#ifdef WEAK_LOAD
#define LOAD_ACQUIRE false
#else
#define LOAD_ACQUIRE true
#endif
#ifdef WEAK_SUB_ACQUIRE
#define SUB_ACQUIRE false
#else
#define SUB_ACQUIRE true
#endif
#ifdef WEAK_SUB_RELEASE
#define SUB_RELEASE false
#else
#define SUB_RELEASE true
#endif
#ifdef WEAK_SCHEMA
#define SCHEMA_ACQUIRE false
#else
#define SCHEMA_ACQUIRE true
#endif

#define NONE 255

byte spare = NONE;
byte schema;             /* its count */
byte count[CHUNKS];
byte left[CHUNKS];       /* pieces at the end that are free, of a spare one */
bool used[CHUNKS * PIECES];
byte n_chunks;

/* Objects: of each chunk, its count, what it says is left, and its pieces. */
#define HEAD(chunk) ((chunk) * (PIECES + 2))
#define LEFT(chunk) (HEAD (chunk) + 1)
#define PIECE(chunk, i) (HEAD (chunk) + 2 + (i))
#define BIT(object, thread) (1 << ((object) * THREADS + (thread)))
#define ALL(object) (((1 << THREADS) - 1) << ((object) * THREADS))

/* Clocks. */
#define OF_SPARE THREADS
#define OF_SCHEMA (THREADS + 1)
#define OF_COUNT(chunk) (THREADS + 2 + (chunk))
#define CLOCKS (THREADS + 2 + CHUNKS)
int known[CLOCKS];

hidden byte i_;

inline access (object)
{
  i_ = 0;
  do
  :: i_ < CLOCKS -> known[i_] = known[i_] & ~BIT (object, me); i_++
  :: else -> break
  od;
  known[me] = known[me] | BIT (object, me)
}

/* Alone: it writes, or takes what it reads for its own. */
inline own (owned)
{
  assert ((known[me] & ALL (owned)) == ALL (owned));
  access (owned)
}

inline free_chunk (gone)
{
  assert (count[gone] == 0 && spare != gone);
  own (HEAD (gone));
  own (LEFT (gone));
  own (PIECE (gone, 0));
  own (PIECE (gone, 1));
  assert (!used[(gone) * PIECES] && !used[(gone) * PIECES + 1])
}

/* trove_chunk_unref (): the load of a count of 1 may also come too early and give more. */
inline unref_chunk (dropped)
{
  if
  :: d_step
     {
       count[dropped] == 1;
       access (HEAD (dropped));
       known[me] = (LOAD_ACQUIRE -> known[me] | known[OF_COUNT (dropped)] : known[me]);
       count[dropped] = 0;
       known[OF_COUNT (dropped)] = 0;
       free_chunk (dropped)
     }
  :: d_step
     {
       assert (count[dropped] > 0);
       access (HEAD (dropped));
       known[me] = (SUB_ACQUIRE -> known[me] | known[OF_COUNT (dropped)] : known[me]);
       known[OF_COUNT (dropped)] = (SUB_RELEASE -> known[OF_COUNT (dropped)] | known[me] : known[OF_COUNT (dropped)]);
       count[dropped]--;
       if
       :: count[dropped] == 0 -> free_chunk (dropped)
       :: else
       fi
     }
  fi
}

proctype thread (byte me)
{
  byte lives = LIVES, chunk, at, free, old;
  byte sub[2] = NONE; /* sub-arenas, as pieces */
  byte s;

begin:
  chunk = NONE; at = 0; free = 0; old = NONE; s = 0;
  if
  :: lives > 0 -> lives--
  :: sub[0] != NONE -> s = 0; goto drop
  :: sub[1] != NONE -> s = 1; goto drop
  :: lives == 0 && sub[0] == NONE && sub[1] == NONE -> goto end
  fi;

  /* take_spare () */
  if
  :: d_step /* the load that comes first is a hint: it may be late */
     {
       spare != NONE;
       chunk = spare;
       spare = NONE;
       known[me] = (TAKE_ACQUIRE -> known[me] | known[OF_SPARE] : known[me]);
       own (LEFT (chunk))
     };
     if
     :: d_step { at = PIECES - left[chunk]; left[chunk] = 0 }
     :: goto put /* the piece does not fit in, or the budget is too small */
     fi
  :: d_step
     {
       n_chunks < CHUNKS;
       chunk = n_chunks;
       n_chunks++;
       count[chunk] = 1;
       own (HEAD (chunk));
       own (LEFT (chunk))
     }
  :: spare == NONE && n_chunks == CHUNKS -> goto begin
  fi;

carve: /* a piece for a sub-arena, which holds the chunk */
  if
  :: d_step
     {
       at < PIECES && (sub[0] == NONE || sub[1] == NONE);
       s = (sub[0] == NONE -> 0 : 1);
       sub[s] = chunk * PIECES + at;
       assert (!used[sub[s]]);
       used[sub[s]] = true;
       own (PIECE (chunk, at)); /* nobody else has it */
       at++;
       count[chunk]++
     };
     goto carve
  :: sub[0] != NONE -> s = 0; old = chunk; goto drop
  :: skip
  fi;

  /* trove_chain_leave (): the count that it looks at is a hint. */
  if
  :: at == PIECES -> old = chunk; goto unref
  :: old = chunk; goto unref
  :: d_step { at < PIECES; own (LEFT (chunk)); left[chunk] = PIECES - at }
  fi;

put: /* put_spare () */
  skip;
  d_step
  {
    access (LEFT (chunk));
    free = left[chunk];
    old = spare;
    spare = chunk;
    /* An exchange continues what was released before it. */
    known[me] = (PUT_ACQUIRE -> known[me] | known[OF_SPARE] : known[me]);
    known[OF_SPARE] = (PUT_RELEASE -> known[OF_SPARE] | known[me] : known[OF_SPARE]);
    chunk = NONE
  };
  if
  :: old != NONE ->
     d_step { own (LEFT (old)) };
     if
     :: left[old] > free ->
        d_step
        {
          chunk = old;
          old = spare;
          spare = chunk;
          known[me] = (BACK_ACQUIRE -> known[me] | known[OF_SPARE] : known[me]);
          known[OF_SPARE] = (BACK_RELEASE -> known[OF_SPARE] | known[me] : known[OF_SPARE])
        }
     :: else
     fi
  :: else
  fi;

unref:
  chunk = NONE;
  if
  :: old != NONE -> unref_chunk (old)
  :: else
  fi;
  goto begin;

drop: /* a sub-arena goes: its piece is read, and cleared */
  skip;
  d_step
  {
    access (PIECE (sub[s] / PIECES, sub[s] % PIECES));
    used[sub[s]] = false
  };
  free = sub[s] / PIECES;
  sub[s] = NONE;
  unref_chunk (free);
  free = 0;
  if
  :: old != NONE -> old = NONE; goto carve
  :: else
  fi;
  goto begin;

end: /* trove_schema_unref () */
  if
  :: d_step
     {
       schema > 1;
       known[me] = known[me] | known[OF_SCHEMA];
       known[OF_SCHEMA] = known[OF_SCHEMA] | known[me];
       schema--
     }
  :: d_step
     {
       schema == 1;
       schema = 0;
       known[me] = known[me] | known[OF_SCHEMA];
       known[me] = (SCHEMA_ACQUIRE -> known[me] | known[OF_SPARE] : known[me]);
       old = spare;
       spare = NONE
     };
     if
     :: old != NONE ->
        d_step
        {
          assert (count[old] == 1);
          count[old] = 0;
          free_chunk (old)
        }
     :: else
     fi
  fi
}

init
{
  byte t;

  d_step
  {
    schema = THREADS;
    for (t : 0 .. THREADS - 1) { known[t] = -1 }
  };
  atomic
  {
    for (t : 0 .. THREADS - 1) { run thread (t) }
  };

  _nr_pr == 1;
  d_step
  {
    assert (spare == NONE);
    for (t : 0 .. CHUNKS - 1) { assert (count[t] == 0) }
  }
}
