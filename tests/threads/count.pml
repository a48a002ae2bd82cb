/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Model of a TroveCount of trove-glib/core/count.h, for every interleaving of a few threads. Loads may read old values.
 *
 * A history has all values of the count, each with the clock that its writer released. A load may read any value that
 * is not older than the last one the thread has seen or learned of. A read-modify-write reads the last value. A clock
 * is a set of threads: those whose last use of the counted structure happened before.
 *
 * -DVIEWS: the references are views of a log, dropped as by trove_view_clear (): without the lock while there are
 * others. -DWEAK_…: weakens a memory order. Each of these must make an assertion fail. */

#ifndef THREADS
#define THREADS 3
#endif
#ifndef OPS
#define OPS 1 /* references that a thread adds, for itself or to send to another */
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
#ifdef WEAK_CAS
#define CAS_RELEASE false
#else
#define CAS_RELEASE true
#endif

#define HISTORY (2 * THREADS * (1 + OPS) + 2)

byte value[HISTORY], clock[HISTORY];
byte last; /* index of the latest value; values that no thread may read any more are dropped */

#define ENDED 255
byte seen[THREADS];  /* index of the oldest value that the thread may read */
byte knows[THREADS]; /* the thread's clock */

bool mail; /* a reference on its way to another thread */
byte mail_seen, mail_knows;

bool freed;

hidden byte i_;

/* Uses the counted structure: no other thread's clock has this use yet. */
inline use ()
{
  assert (!freed);
  i_ = 0;
  do
  :: i_ < THREADS -> knows[i_] = knows[i_] & ~(1 << me); i_++
  :: else -> break
  od;
  i_ = 0;
  do
  :: i_ <= last -> clock[i_] = clock[i_] & ~(1 << me); i_++
  :: else -> break
  od;
  mail_knows = mail_knows & ~(1 << me);
  knows[me] = knows[me] | (1 << me)
}

/* Drops values that no thread can read any more. */
inline trim ()
{
  do
  :: i_ = 0;
     do
     :: i_ < THREADS && seen[i_] > 0 -> i_++
     :: else -> break
     od;
     if
     :: i_ == THREADS && last > 0 && (!mail || mail_seen > 0) ->
        i_ = 0;
        do
        :: i_ < last -> value[i_] = value[i_ + 1]; clock[i_] = clock[i_ + 1]; i_++
        :: else -> break
        od;
        value[last] = 0;
        clock[last] = 0;
        last--;
        i_ = 0;
        do
        :: i_ < THREADS -> seen[i_] = (seen[i_] == ENDED -> ENDED : seen[i_] - 1); i_++
        :: else -> break
        od;
        mail_seen = (mail -> mail_seen - 1 : 0)
     :: else -> break
     fi
  od;
  skip
}

/* A read-modify-write: the new value continues the last one, and keeps its clock. */
inline modify (new_value, acquires, releases)
{
  assert (!freed && last + 1 < HISTORY);
  knows[me] = (acquires -> knows[me] | clock[last] : knows[me]);
  value[last + 1] = new_value;
  clock[last + 1] = (releases -> clock[last] | knows[me] : clock[last]);
  last++;
  seen[me] = last;
  trim ()
}

proctype thread (byte me)
{
  byte has = 1, ops = OPS, n, at;

next:
  if
  :: has > 0 -> d_step { use () }
  :: has == 0 && mail -> goto take
  :: has == 0 && !mail -> goto end
  fi;
  if
  :: d_step { ops > 0; ops--; modify (value[last] + 1, false, false); has++ }
  :: d_step
     {
       ops > 0 && !mail;
       ops--;
       modify (value[last] + 1, false, false);
       mail = true; /* sent through a queue, which releases and acquires */
       mail_seen = seen[me];
       mail_knows = knows[me]
     }
  :: goto drop
  fi;
  goto next;

take:
  if
  :: d_step
     {
       mail;
       mail = false;
       has++;
       seen[me] = (mail_seen > seen[me] -> mail_seen : seen[me]);
       knows[me] = knows[me] | mail_knows;
       mail_seen = 0;
       mail_knows = 0
     }
  :: !mail
  fi;
  goto next;

drop:
  has--;
#ifdef VIEWS /* drop_from_many () */
again:
  if
  :: d_step
     {
       value[last] > 1;
       modify (value[last] - 1, false, CAS_RELEASE)
     };
     n = 0;
     goto next
  :: atomic
     {
       at = seen[me];
       do
       :: at < last -> at++
       :: break
       od;
       if
       :: value[at] > 1 -> at = 0; goto again
       :: else
       fi;
       d_step
       {
         assert (!freed);
         seen[me] = at;
         at = 0;
         trim ()
       }
     }
  fi;
  /* The lock protects other members than the count. Here it would only remove interleavings. */
#endif
  /* trove_count_drop () */
  atomic
  {
    at = seen[me];
    do
    :: at < last -> at++ /* chooses a value that the thread may read */
    :: break
    od;
    d_step
    {
      assert (!freed);
      n = value[at];
      seen[me] = at;
      knows[me] = (LOAD_ACQUIRE -> knows[me] | clock[at] : knows[me]);
      at = 0;
      trim ()
    }
  };
  if
  :: n == 1 ->
     d_step
     {
       assert (!freed && seen[me] == last); /* the value is the latest: the store overwrites no other change */
       value[last] = 0;
       clock[last] = 0
     };
     goto free
  :: else ->
     d_step
     {
       assert (value[last] > 0);
       n = value[last];
       modify (n - 1, SUB_ACQUIRE, SUB_RELEASE)
     };
     if
     :: n == 1 -> goto free
     :: else
     fi
  fi;
  n = 0;
  goto next;

free:
  skip;
  d_step
  {
    assert (!freed);
    freed = true;
    i_ = 0;
    do
    :: i_ < THREADS -> assert (knows[me] & (1 << i_)); i_++ /* all uses by other threads happened before */
    :: else -> break
    od;
    n = 0
  };
  goto next;

end:
  skip;
  d_step
  {
    knows[me] = (1 << THREADS) - 1;
    seen[me] = ENDED;
    trim ()
  }
}

init
{
  byte t;

  d_step
  {
    value[0] = THREADS;
    for (t : 0 .. THREADS - 1) { knows[t] = (1 << THREADS) - 1 }
  };
  atomic
  {
    for (t : 0 .. THREADS - 1) { run thread (t) }
  };

  _nr_pr == 1;
  assert (freed && value[last] == 0)
}
