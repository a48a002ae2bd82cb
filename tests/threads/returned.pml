/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The list of returned borrows of trove-glib/core/borrows.c, for every interleaving of an owner, which takes it whole,
 * and a few threads that push to it.
 *
 * As in view.pml there is a clock for each thread and each atomic; here it is a set of {node, thread}: the accesses that
 * happened before. Memory of a node that was freed comes back as another's.
 *
 * -DWEAK_…: a memory order is weakened. Each is to make an assertion fail. */

#ifndef THREADS
#define THREADS 3 /* the first is the owner */
#endif
#ifndef GUARDS
#define GUARDS 2 /* that each of the others releases */
#endif
#ifndef DRAINS
#define DRAINS 2
#endif
#define NODES ((THREADS - 1) * GUARDS)

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
#ifdef WEAK_FREE
#define FREE_ACQUIRE false
#else
#define FREE_ACQUIRE true
#endif

#define NONE 255

byte head = NONE;
byte next[NODES];
bool allocated[NODES];
byte outstanding = NODES; /* borrows, as the owner counts them */
byte in_list;             /* pushed and not yet taken */
byte references = NODES + 1; /* on the sub-arena */
bool freed;

#define BIT(node, thread) (1 << ((node) * THREADS + (thread)))
#define ALL(node) (((1 << THREADS) - 1) << ((node) * THREADS))
#define OF_HEAD THREADS
#define OF_COUNT (THREADS + 1)
#define CLOCKS (THREADS + 2)
int known[CLOCKS];

hidden byte i_;

inline own (owned)
{
  assert ((known[me] & ALL (owned)) == ALL (owned));
  i_ = 0;
  do
  :: i_ < CLOCKS -> known[i_] = known[i_] & ~BIT (owned, me); i_++
  :: else -> break
  od;
  known[me] = known[me] | BIT (owned, me)
}

/* The allocator hands memory on in order. */
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

/* trove_sub_unref (): see count.pml for its count. */
inline unref (last)
{
  assert (references > 0 && !freed);
  known[me] = known[me] | known[OF_COUNT];
  known[OF_COUNT] = known[OF_COUNT] | known[me];
  references--;
  last = references == 0
}

inline free_list ()
{
  if
  :: FREE_ACQUIRE -> known[me] = known[me] | known[OF_HEAD]
  :: else
  fi;
  freed = true;
  do
  :: head != NONE ->
     in_list--;
     outstanding--;
     own (head);
     node = head;
     head = next[node];
     free_node (node)
  :: else -> break
  od;
  assert (in_list == 0 && outstanding == 0)
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
       node = 0;
       do
       :: allocated[node] -> node++
       :: else -> break
       od;
       assert (node < NODES && !freed);
       allocated[node] = true;
       own (node)
     };
     seen = head; /* any value that it had would do: the exchange below compares */
     do
     :: d_step
        {
          head == seen;
          assert (!freed);
          own (node);
          next[node] = seen;
          head = node;
          in_list++;
          known[OF_HEAD] = (PUSH_RELEASE -> known[OF_HEAD] | known[me] : known[OF_HEAD])
        };
        break
     :: d_step { head != seen; seen = head }
     od;
     skip;
     seen = 0;
     node = 0;
     d_step { unref (last) };
     if
     :: last -> d_step { free_list (); node = 0; last = 0 }
     :: else
     fi
  :: else -> break
  od
}

/* drain () */
proctype owner (byte me)
{
  byte drains = DRAINS, node, taken;
  bool last;

  do
  :: drains > 0 ->
     drains--;
     d_step
     {
       assert (!freed);
       taken = head;
       head = NONE;
       known[me] = (DRAIN_ACQUIRE -> known[me] | known[OF_HEAD] : known[me])
     };
     do
     :: taken != NONE ->
        d_step
        {
          own (taken);
          node = taken;
          taken = next[node];
          assert (outstanding > 0);
          outstanding--;
          in_list--;
          free_node (node);
          node = 0
        }
     :: else -> break
     od
  :: break
  od;
  skip;
  d_step { unref (last) };
  if
  :: last -> d_step { free_list () }
  :: else
  fi
}

init
{
  byte t;

  d_step
  {
    for (t : 0 .. NODES - 1) { next[t] = NONE };
    for (t : 0 .. THREADS - 1) { known[t] = -1 }
  };
  atomic
  {
    run owner (0);
    for (t : 1 .. THREADS - 1) { run thread (t) }
  };

  _nr_pr == 1;
  d_step
  {
    assert (freed && outstanding == 0);
    for (t : 0 .. NODES - 1) { assert (!allocated[t]) }
  }
}
