/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* One TroveCount of trove-glib/core/count.h, for every interleaving of a few threads, with loads that may be late.
 *
 * The values that the count had stay in a history, each with the clock that it was released with. A load may give any of
 * them but those that are older than what the thread has seen or has been told of; a read-modify-write continues the
 * last. A clock is a set of threads: those whose last use of what is counted happened before.
 *
 * -DVIEWS: references are views of a log, which are dropped as trove_view_clear () does it, from many without its lock.
 * -DWEAK_…: a memory order is weakened. Each is to make an assertion fail. */

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
byte last; /* the latest value; what is before the oldest that a thread may read is forgotten */

#define ENDED 255
byte seen[THREADS];  /* no older value than this is read */
byte knows[THREADS]; /* its clock */

bool mail; /* a reference on its way to another thread */
byte mail_seen, mail_knows;

bool freed;

hidden byte i_;

/* What is counted is used: nobody else knows of it yet. */
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

/* Forgets what nobody can read any more. */
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

/* The last value and what was released with it go into the next one. */
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
       mail = true; /* by a queue, which releases and acquires */
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
  /* The lock is for what is beside the count: here it would only take interleavings away. */
#endif
  /* trove_count_drop () */
  atomic
  {
    at = seen[me];
    do
    :: at < last -> at++ /* any value that may be read */
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
       assert (!freed && seen[me] == last); /* it was the latest value: a store changes nothing of others */
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
    :: i_ < THREADS -> assert (knows[me] & (1 << i_)); i_++ /* all that others did happened before */
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
