/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Model of the guards in trove-glib/core/borrows.c, for every interleaving of the owner, threads that release guards,
 * and a thread that drops the arena. It checks that the sub-arena is freed once, after its last use.
 *
 * As in view.pml, each thread and each atomic has a clock. Here a clock is a set of {thing, thread}: the accesses that
 * happened before. The things are the nodes of the list, the sub-arena with its borrows, and at_close. The memory of a
 * freed node is used for another node.
 *
 * -DOWNER: the owner freezes the sub-arena, and another thread drops the view.
 * -DWEAK_…: weakens a memory order. -DMOVED_…: moves a step. Each of these must make an assertion fail. */

#ifndef THREADS
#define THREADS 3 /* the first is the owner, the last drops the arena */
#endif
#ifndef OWN
#define OWN 2 /* guards that the owner releases */
#endif
#ifndef GUARDS
#define GUARDS 1 /* guards that each other thread releases */
#endif
#ifndef DRAINS
#define DRAINS 1
#endif
#define DROPPER (THREADS - 1)
#define NODES ((THREADS - 2) * GUARDS)

#ifdef WEAK_PUSH
#define PUSH_RELEASE false
#else
#define PUSH_RELEASE true
#endif
#ifdef WEAK_DRAIN
#define DRAIN_ACQUIRE false
#else
#define DRAIN_ACQUIRE true
#endif
#ifdef WEAK_RELEASED
#define RELEASED_RELEASE false
#else
#define RELEASED_RELEASE true
#endif
#ifdef WEAK_OUTSTANDING
#define OUTSTANDING_ACQUIRE false
#else
#define OUTSTANDING_ACQUIRE true
#endif
#ifdef WEAK_WORD
#define WORD_ACQUIRE false
#else
#define WORD_ACQUIRE true
#endif
#ifdef WEAK_CLOSE
#define CLOSE_RELEASE false
#else
#define CLOSE_RELEASE true
#endif
#ifdef WEAK_AGAIN
#define AGAIN_ACQUIRE false
#else
#define AGAIN_ACQUIRE true
#endif
#ifdef WEAK_SEEN
#define SEEN_ACQUIRE false
#else
#define SEEN_ACQUIRE true
#endif
#ifdef WEAK_LATE_ACQUIRE
#define LATE_ACQUIRE false
#else
#define LATE_ACQUIRE true
#endif
#ifdef WEAK_LATE_RELEASE
#define LATE_RELEASE false
#else
#define LATE_RELEASE true
#endif
#ifdef WEAK_TAKE_OVER
#define TAKE_OVER_ACQUIRE false
#else
#define TAKE_OVER_ACQUIRE true
#endif

#define NONE 255

/* returned: a list, or closed. */
byte head = NONE;
bool closed, settled;
short left;

byte released;            /* n_released; n_taken is always OWN + NODES */
byte at_close;
bool listed;              /* TRUE: the borrows are in the ring */
bool locked;              /* ring_lock */
byte references = 1;      /* references on the sub-arena */
bool freed;
bool given;               /* the owner has given the arena away */
byte in_list;
byte next[NODES];
bool allocated[NODES];

/* Things, and the threads that accessed them. */
#define SUB NODES
#define AT_CLOSE (NODES + 1)
#define BIT(thing, thread) (1 << ((thing) * THREADS + (thread)))
#define ALL(thing) (((1 << THREADS) - 1) << ((thing) * THREADS))
#define OF_WORD THREADS
#define OF_RELEASED (THREADS + 1)
#define OF_COUNT (THREADS + 2)
#define OF_LOCK (THREADS + 3)
#define OF_ARENA (THREADS + 4)
#define CLOCKS (THREADS + 5)
int known[CLOCKS];

hidden byte i_;

inline access (thing)
{
  i_ = 0;
  do
  :: i_ < CLOCKS -> known[i_] = known[i_] & ~BIT (thing, me); i_++
  :: else -> break
  od;
  known[me] = known[me] | BIT (thing, me)
}

inline knows (thing) { assert ((known[me] & ALL (thing)) == ALL (thing)) }

inline own (thing)
{
  knows (thing);
  access (thing)
}

inline acquire (clock) { known[me] = known[me] | known[clock] }
inline release (clock) { known[clock] = known[clock] | known[me] }

/* Accesses the borrows or an element. */
inline use ()
{
  assert (!freed);
  access (SUB)
}

/* The allocator orders the free of a block before its next use. */
inline free_node (gone)
{
  assert (allocated[gone]);
  own (gone);
  allocated[gone] = false;
  next[gone] = NONE;
  i_ = 0;
  do
  :: i_ < CLOCKS -> known[i_] = (i_ < THREADS -> known[i_] | ALL (gone) : known[i_] & ~ALL (gone)); i_++
  :: else -> break
  od;
  skip
}

inline free_list (first)
{
  do
  :: first != NONE ->
     node = first;
     own (node);
     first = next[node];
     in_list--;
     free_node (node)
  :: else -> break
  od;
  node = 0
}

/* trove_sub_unref (); count.pml models the count. Freeing the sub-arena frees the nodes on the list. */
inline unref ()
{
  d_step
  {
    assert (references > 0 && !freed);
    access (SUB);
    acquire (OF_COUNT);
    release (OF_COUNT);
    references--;
    if
    :: references == 0 ->
       knows (SUB);
       freed = true;
       if
       :: !closed -> seen = head; head = NONE; free_list (seen); seen = 0
       :: else
       fi
    :: else
    fi
  }
}

inline lock ()
{
  d_step
  {
    !locked;
    locked = true;
    acquire (OF_LOCK)
  }
}

inline unlock ()
{
  d_step
  {
    release (OF_LOCK);
    locked = false
  }
}

/* remove_closed () */
inline remove_closed (change)
{
  d_step
  {
    use ();
    assert (closed);
    left = left - (change);
    assert (left >= 0);
    last = left == 0;
    if
    :: LATE_ACQUIRE -> acquire (OF_WORD)
    :: else
    fi;
    if
    :: LATE_RELEASE -> release (OF_WORD)
    :: else
    fi
  };
  if
  :: last ->
     if
     :: listed ->
        lock ();
        d_step { assert (!freed && listed); listed = false };
        unlock ()
     :: else
     fi;
     unref ();
     last = false
  :: else
  fi
}

/* trove_borrows_hand_over () and trove_sub_let_go (). handed: the guards have the reference. */
inline hand_over (owner)
{
  d_step
  {
    use ();
    assert (!closed);
    seen = head;
    if
    :: WORD_ACQUIRE -> acquire (OF_WORD)
    :: else
    fi
  };
  d_step
  {
    use ();
    own (AT_CLOSE);
    at_close = OWN + NODES - released;
    if
    :: OUTSTANDING_ACQUIRE -> acquire (OF_RELEASED)
    :: else
    fi;
    count ()
  };
  if
  :: n == 0 -> handed = false
  :: else ->
#ifndef MOVED_LINK
     if
     :: !(owner) -> lock (); listed = true
     :: else
     fi;
#endif
     do
     :: d_step
        {
          head == seen;
          use ();
          count ();
          closed = true;
          left = n;
          handed = n > 0;
          head = NONE;
          if
          :: CLOSE_RELEASE -> release (OF_WORD)
          :: else
          fi
        };
        break
     :: d_step
        {
          head != seen;
          seen = head;
          if
          :: AGAIN_ACQUIRE -> acquire (OF_WORD)
          :: else
          fi
        }
     od;
#ifdef MOVED_LINK
     if
     :: !(owner) -> lock (); d_step { use (); listed = handed }
     :: else
     fi;
#endif
     if
     :: !(owner) ->
        if
        :: !handed -> listed = false
        :: else
        fi;
        unlock ()
     :: else
     fi;
     d_step { free_list (seen) }
  fi;
  d_step { seen = 0; n = 0 }
}

/* n_left () */
inline count ()
{
  n = at_close;
  node = seen;
  do
  :: node != NONE -> knows (node); node = next[node]; n--
  :: else -> break
  od;
  node = 0
}

/* trove_borrows_sweep (), with take_over () */
inline sweep ()
{
  lock ();
  if
  :: listed ->
     d_step
     {
       assert (!freed);
       use ();
       n = left;
       last = closed && !settled && left > 0
     };
     if
     :: last ->
        d_step
        {
          use ();
          knows (AT_CLOSE);
          last = n == at_close - (OWN + NODES - released);
          if
          :: OUTSTANDING_ACQUIRE -> acquire (OF_RELEASED)
          :: else
          fi
        };
        d_step
        {
          use ();
          last = last && !settled && left == n;
          if
          :: last ->
             settled = true;
             left = 0;
             listed = false;
             if
             :: TAKE_OVER_ACQUIRE -> acquire (OF_WORD)
             :: else
             fi
          :: else
          fi
        }
     :: else
     fi
  :: else
  fi;
  unlock ();
  if
  :: last -> unref (); last = false
  :: else
  fi;
  n = 0
}

/* trove_borrows_return () */
proctype thread (byte me)
{
  byte guards = GUARDS, node, seen;
  bool last;

  do
  :: guards > 0 ->
     d_step
     {
       guards--;
       use (); /* reads the element */
       node = 0;
       do
       :: node < NODES && allocated[node] -> node++
       :: else -> break
       od;
       assert (node < NODES);
       allocated[node] = true;
       own (node)
     };
     d_step { use (); last = closed; seen = head };
     do
     :: last -> break
     :: d_step
        {
          !last && !closed && head == seen;
          use ();
          own (node);
          next[node] = seen;
          head = node;
          in_list++;
          if
          :: PUSH_RELEASE -> release (OF_WORD)
          :: else
          fi
        };
        break
     :: d_step { !last && (closed || head != seen); use (); last = closed; seen = head }
     od;
     if
     :: last ->
        d_step { free_node (node); node = 0; seen = 0; last = false };
        remove_closed (1)
     :: else
     fi;
     d_step { node = 0; seen = 0 }
  :: else -> break
  od
}

/* drain () */
inline drain ()
{
  d_step
  {
    use ();
    assert (!closed);
    seen = head;
    head = NONE;
    if
    :: DRAIN_ACQUIRE -> acquire (OF_WORD)
    :: else
    fi
  };
  do
  :: seen != NONE ->
     d_step
     {
       own (seen);
       node = seen;
       seen = next[node];
       in_list--;
       released++;
       release (OF_RELEASED);
       free_node (node);
       node = 0
     }
  :: else -> break
  od;
  seen = 0
}

/* trove_borrows_remove_quick (), and trove_borrows_remove () */
inline remove_own ()
{
#ifdef MOVED_LOOK
  d_step
  {
    use ();
    released++;
    release (OF_RELEASED)
  };
  d_step { use (); last = closed };
  if
  :: last -> d_step { released--; last = false }
  :: else -> skip
  fi;
#endif
  d_step { use (); last = closed };
  if
  :: !last ->
#ifndef MOVED_LOOK
     d_step
     {
       use ();
       released++;
       if
       :: RELEASED_RELEASE -> release (OF_RELEASED)
       :: else
       fi
     }
#else
     skip
#endif
  :: else ->
     d_step
     {
       use ();
       last = settled;
       if
       :: SEEN_ACQUIRE -> acquire (OF_WORD)
       :: else
       fi;
       n = 1;
       if
       :: !settled -> knows (AT_CLOSE); n = 1 + at_close - (OWN + NODES - released); settled = true
       :: else
       fi;
       last = false
     };
     remove_closed (n);
     n = 0
  fi
}

proctype owner (byte me)
{
  byte guards = OWN, drains = DRAINS, node, seen, n;
  bool last, handed;

  do
  :: guards > 0 -> guards--; d_step { use () }; remove_own ()
  :: drains > 0 && !given -> drains--; drain ()
  :: !given ->
#ifdef OWNER
     d_step { references++ }; /* the view takes over the arena's reference */
     hand_over (true);
     if
     :: !handed -> unref ()
     :: else
     fi;
     handed = false;
#endif
     d_step { release (OF_ARENA); given = true }
  :: guards == 0 && given -> break
  od
}

proctype dropper (byte me)
{
  byte node, seen, n;
  bool last, handed;

  d_step { given; acquire (OF_ARENA) };
#ifdef OWNER
  unref ();
#else
  hand_over (false);
  if
  :: !handed -> unref ()
  :: else
  fi;
  handed = false;
  sweep ();
#endif
  skip
}

init
{
  byte me, node, seen, n;
  bool last;

  d_step
  {
    for (me : 0 .. NODES - 1) { next[me] = NONE };
    for (me : 0 .. CLOCKS - 1) { known[me] = (me < THREADS -> -1 : 0) };
    me = 0
  };
  atomic
  {
    run owner (0);
    for (me : 1 .. THREADS - 2) { run thread (me) };
    run dropper (DROPPER);
    me = DROPPER
  };

  /* In the end another arena is dropped, whose sweep finds sub-arenas without guards. */
  _nr_pr == 1;
#ifndef MOVED_SWEEP
  sweep ();
#endif
  d_step
  {
    assert (freed && references == 0 && in_list == 0 && !listed);
    for (me : 0 .. NODES - 1) { assert (!allocated[me]) }
  }
}
