/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Model of the parked chunks of trove-glib/core/chain.c, for every interleaving of a few threads.
 *
 * A thread's chain takes a parked chunk or makes one, carves pieces for sub-arenas, and parks the chunk. Each sub-arena
 * is freed at any time. The schema is freed last. As in view.pml, each thread and each atomic has a clock. Here a clock
 * is a set of {object, thread}: the accesses that happened before.
 *
 * -DWEAK_…: weakens a memory order. -DMOVED_…: moves a step out of the lock. Each of these must make an assertion
 * fail. */

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

#ifdef WEAK_LOCK
#define LOCK_ACQUIRE false
#else
#define LOCK_ACQUIRE true
#endif
#ifdef WEAK_UNLOCK
#define UNLOCK_RELEASE false
#else
#define UNLOCK_RELEASE true
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
#define NONE 255

bool locked;
byte parked = NONE;      /* the first chunk of the list */
byte next[CHUNKS];       /* in a parked chunk's record */
byte schema;             /* the schema's reference count */
byte count[CHUNKS];
byte left[CHUNKS];       /* pieces at the end that are free, in a parked chunk's record */
bool used[CHUNKS * PIECES];
byte n_chunks;

/* Objects: of each chunk, its count, its record, and its pieces; and the head of the list. */
#define HEAD(chunk) ((chunk) * (PIECES + 2))
#define RECORD(chunk) (HEAD (chunk) + 1)
#define PIECE(chunk, i) (HEAD (chunk) + 2 + (i))
#define LIST (CHUNKS * (PIECES + 2))
#define BIT(object, thread) (1 << ((object) * THREADS + (thread)))
#define ALL(object) (((1 << THREADS) - 1) << ((object) * THREADS))

/* Clocks. */
#define OF_LOCK THREADS
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

/* An exclusive access: a write, or a read of an object that no other thread uses. */
inline own (owned)
{
  assert ((known[me] & ALL (owned)) == ALL (owned));
  access (owned)
}

inline free_chunk (gone)
{
  assert (count[gone] == 0 && parked != gone);
  own (HEAD (gone));
  own (RECORD (gone));
  own (PIECE (gone, 0));
  own (PIECE (gone, 1));
  assert (!used[(gone) * PIECES] && !used[(gone) * PIECES + 1])
}

/* trove_chunk_unref (). The load may also read an older value when the count is 1. */
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

inline take_lock ()
{
  d_step
  {
    !locked;
    locked = true;
    known[me] = (LOCK_ACQUIRE -> known[me] | known[OF_LOCK] : known[me])
  }
}

inline leave_lock ()
{
  d_step
  {
    known[OF_LOCK] = (UNLOCK_RELEASE -> known[me] : known[OF_LOCK]);
    locked = false
  }
}

/* park () */
inline push (pushed)
{
  d_step
  {
    own (LIST);
    own (RECORD (pushed));
    next[pushed] = parked;
    parked = pushed
  }
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

  /* unpark () */
#ifdef MOVED_HEAD
  d_step { own (LIST); chunk = parked };
  take_lock ();
#else
  take_lock ();
  d_step { own (LIST); chunk = parked };
#endif
  if
  :: chunk != NONE -> d_step { own (LIST); own (RECORD (chunk)); parked = next[chunk] }
  :: else
  fi;
  leave_lock ();

  /* trove_chain_begin () */
  if
  :: chunk != NONE ->
     d_step { own (RECORD (chunk)); at = PIECES - left[chunk]; left[chunk] = 0 };
     if
     :: skip
     :: d_step { left[chunk] = PIECES - at }; goto park /* the budget does not allow a chunk */
     :: count[chunk] == 1 -> old = chunk; goto unref /* the chunk is large and empty */
     fi
  :: d_step
     {
       chunk == NONE && n_chunks < CHUNKS;
       chunk = n_chunks;
       n_chunks++;
       count[chunk] = 1;
       own (HEAD (chunk));
       own (RECORD (chunk))
     }
  :: chunk == NONE && n_chunks == CHUNKS -> goto begin
  fi;

carve: /* carves a piece for a sub-arena, which takes a reference on the chunk */
  if
  :: d_step
     {
       at < PIECES && (sub[0] == NONE || sub[1] == NONE);
       s = (sub[0] == NONE -> 0 : 1);
       sub[s] = chunk * PIECES + at;
       assert (!used[sub[s]]);
       used[sub[s]] = true;
       own (PIECE (chunk, at)); /* no other thread has the piece */
       at++;
       count[chunk]++
     };
     goto carve
  :: sub[0] != NONE -> s = 0; old = chunk; goto drop
  :: skip
  fi;

  /* trove_chain_park (). The count that it reads is a hint. */
  if
  :: at == PIECES -> old = chunk; goto unref
  :: old = chunk; goto unref
  :: d_step { at < PIECES; own (RECORD (chunk)); left[chunk] = PIECES - at }
  fi;

park:
#ifdef MOVED_PUSH
  take_lock ();
  leave_lock ();
  push (chunk);
#else
  take_lock ();
  push (chunk);
  leave_lock ();
#endif
  goto begin;

unref:
  chunk = NONE;
  if
  :: old != NONE -> unref_chunk (old)
  :: else
  fi;
  goto begin;

drop: /* frees a sub-arena, after reading and clearing its piece */
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
       known[me] = known[me] | known[OF_SCHEMA]
     };
     d_step { own (LIST); old = parked };
     do
     :: old != NONE ->
        d_step
        {
          own (RECORD (old));
          parked = next[old];
          assert (count[old] == 1);
          count[old] = 0;
          free_chunk (old);
          old = parked
        }
     :: else -> break
     od
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
    assert (parked == NONE && !locked);
    for (t : 0 .. CHUNKS - 1) { assert (count[t] == 0) }
  }
}
