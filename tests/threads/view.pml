/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Model of the counts and of freezing in trove-glib/core/view.c, for every interleaving of a few threads.
 *
 * Values are sequentially consistent. Clocks model the memory orders. Each thread, lock and count has a clock, which
 * says for each object and thread if the thread's last access to the object happened before. A release copies the
 * thread's clock to a count. An acquire adds a count's clock to the thread's. Reading an object requires that its last
 * write happened before. Writing or freeing it requires that all accesses happened before. So an order that is too weak
 * makes an assertion fail, however the threads run.
 *
 * -DWEAK_…: weakens a memory order. -DMOVED_…: moves a test out of its lock. Each of these must make an assertion
 * fail. */

#ifndef THREADS
#define THREADS 2
#endif
#ifndef OPS
#define OPS 2 /* copies, freezes and merges of a thread; the thread drops its views at any time, and in the end */
#endif
#ifndef ACTIVE
#define ACTIVE THREADS /* threads with OPS; the others only drop their views */
#endif
#ifndef START
#define START 0 /* the views that threads have at first: see init */
#endif
#ifndef CAPACITY
#define CAPACITY 2 /* of a log; 4 to 32 in the library */
#endif
#ifndef LOGS
#define LOGS 4
#endif
#ifndef SUBS
#define SUBS 6
#endif

#ifdef WEAK_CAS
#define CAS_RELEASE false
#else
#define CAS_RELEASE true
#endif
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
#ifdef WEAK_POP
#define POP_ACQUIRE false
#else
#define POP_ACQUIRE true
#endif

/* true: each allocation may fail. */
#ifndef NO_MEMORY
#define NO_MEMORY true
#endif

/* Steps that are one atomic step of the model: only the first accesses memory that other threads access, or all are
 * under the lock. With -DFINE, each step is separate. */
#ifdef FINE
#define TOGETHER
#else
#define TOGETHER atomic
#endif

#define NONE 255

/* The logs. A view is {log, length}; views at length n are counted in views[COUNT (log, n)]. */
bool alive[LOGS];
bool locked[LOGS];
byte length[LOGS];
byte entry[LOGS * CAPACITY]; /* number of a sub-arena, which is also its id */
short root[LOGS];            /* a set of sub-arenas; the root has one reference on each */
byte views[LOGS * (CAPACITY + 1)];
byte n_logs;

#define COUNT(log, n) ((log) * (CAPACITY + 1) + (n))
#define ENTRY(log, i) ((log) * CAPACITY + (i))

/* The sub-arenas. */
byte references[SUBS];
bool freed[SUBS];
byte n_subs;

/* A view that one thread sends to another. */
byte mail_log = NONE, mail_length;

/* Objects, as bits. */
#define OBJECTS_OF_LOG (CAPACITY + 2)
#define HEAD(log) (1 << (log) * OBJECTS_OF_LOG) /* members that do not change; the lock; the count of length 0 */
#define SLOT(log, i) (2 << ((log) * OBJECTS_OF_LOG + (i))) /* an entry with its count */
#define COUNTED(log, n) (1 << ((log) * OBJECTS_OF_LOG + (n))) /* HEAD, or the SLOT of the last entry */
#define LENGTH(log) (1 << ((log) * OBJECTS_OF_LOG + CAPACITY + 1))
#define SUB(k) (1 << (LOGS * OBJECTS_OF_LOG + (k)))        /* the elements and the count of a sub-arena */
#define WHOLE(log) (((1 << OBJECTS_OF_LOG) - 1) << ((log) * OBJECTS_OF_LOG))

/* A clock has a set of objects for each thread, those whose last access by the thread happened before, and a set of
 * those whose last write happened before. */
#define KINDS (THREADS + 1)
#define WRITES THREADS
#define OF_LOCK(log) (THREADS + (log))
#define OF_COUNT(log, n) (THREADS + LOGS + COUNT (log, n))
#define OF_SUB(k) (THREADS + LOGS + LOGS * (CAPACITY + 1) + (k))
#define OF_MAIL OF_SUB (SUBS)
#define OF_NOTHING (OF_MAIL + 1)
#define CLOCKS (OF_NOTHING + 1)
int known[CLOCKS * KINDS];
#define KNOWN(clock, kind) known[(clock) * KINDS + (kind)]

hidden byte i_, k_, j_;
hidden int m_;

inline join (to, from)
{
  i_ = 0;
  do
  :: i_ < KINDS -> KNOWN (to, i_) = KNOWN (to, i_) | KNOWN (from, i_); i_++
  :: else -> break
  od;
  skip
}

inline assign (to, from)
{
  i_ = 0;
  do
  :: i_ < KINDS -> KNOWN (to, i_) = KNOWN (from, i_); i_++
  :: else -> break
  od;
  skip
}

inline forget (clock)
{
  i_ = 0;
  do
  :: i_ < KINDS -> KNOWN (clock, i_) = 0; i_++
  :: else -> break
  od;
  skip
}

/* An access that all threads know is removed from the other clocks, which keeps the number of states low. */
inline normalize ()
{
  i_ = 0;
  do
  :: i_ < KINDS ->
     m_ = -1;
     j_ = 0;
     do
     :: j_ < THREADS -> m_ = m_ & KNOWN (j_, i_); j_++
     :: else -> break
     od;
     do
     :: j_ < CLOCKS -> KNOWN (j_, i_) = KNOWN (j_, i_) & ~m_; j_++
     :: else -> break
     od;
     i_++
  :: else -> break
  od;
  skip
}

/* No other clock has the new access yet. */
inline access (kind, accessed)
{
  i_ = 0;
  do
  :: i_ < CLOCKS -> KNOWN (i_, kind) = KNOWN (i_, kind) & ~(accessed); i_++
  :: else -> break
  od;
  KNOWN (me, kind) = KNOWN (me, kind) | (accessed)
}

/* A plain or an atomic read: the making of the object must have happened before. */
inline reads (read)
{
  assert ((KNOWN (me, WRITES) & (read)) == (read)); /* a race with a write */
  access (me, read)
}

inline check_all_known (checked)
{
  i_ = 0;
  do
  :: i_ < KINDS -> assert ((KNOWN (me, i_) & (checked)) == (checked)); i_++ /* a race with an access */
  :: else -> break
  od;
  skip
}

inline writes (written)
{
  check_all_known (written);
  access (me, written);
  access (WRITES, written)
}

/* Removes a freed object from all clocks, which keeps the number of states low. This is not an access. */
inline erase (gone)
{
  i_ = 0;
  do
  :: i_ < CLOCKS * KINDS ->
     known[i_] = (i_ < THREADS * KINDS -> known[i_] | (gone) : known[i_] & ~(gone));
     i_++
  :: else -> break
  od;
  skip
}

/* The set of objects that a view reaches, with the entries of its log. */
inline view_of (v_log, v_n, v_set)
{
  v_set = root[v_log];
  i_ = 0;
  do
  :: i_ < v_n -> v_set = v_set | (1 << entry[ENTRY (v_log, i_)]); i_++
  :: else -> break
  od;
  skip
}

/* Reads all objects that a view reaches. */
inline read_view (r_log, r_n)
{
  assert (alive[r_log]);
  reads (HEAD (r_log));
  k_ = 0;
  do
  :: k_ < r_n -> reads (SLOT (r_log, k_)); k_++
  :: else -> break
  od;
#ifdef MOVED_LOWEST /* also reads the lowest id if the view has no entry */
  reads (SLOT (r_log, 0));
#endif
  view_of (r_log, r_n, m_);
  k_ = 0;
  do
  :: k_ < SUBS ->
     if
     :: m_ & (1 << k_) -> assert (!freed[k_] && references[k_] > 0); reads (SUB (k_))
     :: else
     fi;
     k_++
  :: else -> break
  od;
  skip
}

/* Takes a reference on each sub-arena of a set. */
inline ref_all (refs)
{
  k_ = 0;
  do
  :: k_ < SUBS ->
     if
     :: (refs) & (1 << k_) -> assert (!freed[k_]); reads (SUB (k_)); references[k_]++
     :: else
     fi;
     k_++
  :: else -> break
  od;
  skip
}

/* trove_sub_unref () for each sub-arena of a set; count.pml models the count. */
inline unref_all (unrefs)
{
  k_ = 0;
  do
  :: k_ < SUBS ->
     if
     :: (unrefs) & (1 << k_) ->
        assert (!freed[k_] && references[k_] > 0);
        reads (SUB (k_));
        if
        :: SUB_RELEASE || references[k_] == 1 -> join (OF_SUB (k_), me)
        :: else
        fi;
        references[k_]--;
        if
        :: references[k_] == 0 ->
           if
           :: LOAD_ACQUIRE -> join (me, OF_SUB (k_))
           :: else
           fi;
           check_all_known (SUB (k_));
           freed[k_] = true;
           erase (SUB (k_));
           forget (OF_SUB (k_))
        :: else
        fi
     :: else
     fi;
     k_++
  :: else -> break
  od;
  skip
}

inline lock (k_log)
{
  d_step
  {
    !locked[k_log];
    assert (alive[k_log]);
    locked[k_log] = true;
    reads (HEAD (k_log));
    if
    :: LOCK_ACQUIRE -> join (me, OF_LOCK (k_log))
    :: else
    fi;
    normalize ()
  }
}

inline unlock (u_log)
{
  d_step
  {
    assert (alive[u_log] && locked[u_log]);
    reads (HEAD (u_log));
    if
    :: UNLOCK_RELEASE -> assign (OF_LOCK (u_log), me)
    :: else -> forget (OF_LOCK (u_log))
    fi;
    locked[u_log] = false;
    normalize ()
  }
}

/* trove_count_drop () of a count of views: a load, then a store or a read-modify-write. */
inline load_count (l_log, l_n, value)
{
  d_step
  {
    assert (alive[l_log]);
    reads (COUNTED (l_log, l_n));
    value = views[COUNT (l_log, l_n)];
    assert (value > 0);
    if
    :: LOAD_ACQUIRE -> join (me, OF_COUNT (l_log, l_n))
    :: else
    fi;
    normalize ()
  }
}

/* was_last: the view was the last one of the count. */
inline drop_count (d_log, d_n, loaded, was_last)
{
  d_step
  {
    assert (alive[d_log]);
    reads (COUNTED (d_log, d_n));
    was_last = views[COUNT (d_log, d_n)] == 1;
    if
    :: loaded == 1 ->
       assert (was_last); /* no view is left that could be copied */
       views[COUNT (d_log, d_n)] = 0;
       forget (OF_COUNT (d_log, d_n))
    :: else ->
       if
       :: SUB_ACQUIRE -> join (me, OF_COUNT (d_log, d_n))
       :: else
       fi;
       if
       :: SUB_RELEASE -> join (OF_COUNT (d_log, d_n), me)
       :: else
       fi;
       views[COUNT (d_log, d_n)]--
    fi;
    normalize ()
  }
}

/* Removes entries that no view reaches from the end of the log. */
inline pop (p_log, taken)
{
  reads (LENGTH (p_log));
  k_ = 0;
  do
  :: length[p_log] > 0 ->
     reads (SLOT (p_log, length[p_log] - 1));
     if
     :: POP_ACQUIRE -> join (me, OF_COUNT (p_log, length[p_log]))
     :: else
     fi;
     if
     :: views[COUNT (p_log, length[p_log])] == 0 ->
        writes (LENGTH (p_log));
        length[p_log]--;
        taken = taken | (1 << entry[ENTRY (p_log, length[p_log])])
     :: else -> break
     fi
  :: else -> break
  od;
  skip
}

inline test_dead (t_log, is_dead)
{
  reads (LENGTH (t_log) | HEAD (t_log));
  if
  :: POP_ACQUIRE -> join (me, OF_COUNT (t_log, 0))
  :: else
  fi;
  is_dead = length[t_log] == 0 && views[COUNT (t_log, 0)] == 0
}

/* Invariant when the lock is released: a view reaches the log's last entry. */
inline check_end (e_log, is_gone)
{
  d_step
  {
    assert (is_gone || views[COUNT (e_log, length[e_log])] > 0)
  }
}

inline write_entry (w_log, new_sub)
{
  d_step
  {
    reads (LENGTH (w_log));
    assert (length[w_log] < CAPACITY);
    assert (length[w_log] == 0 || entry[ENTRY (w_log, length[w_log] - 1)] < new_sub); /* ids increase */
    assert ((root[w_log] >> new_sub) == 0);
    assert (views[COUNT (w_log, length[w_log] + 1)] == 0); /* no two views write the same entry */
    writes (SLOT (w_log, length[w_log]) | LENGTH (w_log));
    entry[ENTRY (w_log, length[w_log])] = new_sub;
    length[w_log]++;
    views[COUNT (w_log, length[w_log])] = 1;
    forget (OF_COUNT (w_log, length[w_log]))
  }
}

/* Makes a log that only this thread knows. */
inline make_log (new_log, new_root)
{
  new_log = n_logs;
  n_logs++;
  alive[new_log] = true;
  root[new_log] = new_root;
  writes (WHOLE (new_log))
}

inline free_log (f_log)
{
  assert (alive[f_log] && !locked[f_log] && length[f_log] == 0);
  check_all_known (WHOLE (f_log));
  alive[f_log] = false;
  erase (WHOLE (f_log));
  forget (OF_LOCK (f_log));
  k_ = 0;
  do
  :: k_ <= CAPACITY -> assert (views[COUNT (f_log, k_)] == 0); forget (OF_COUNT (f_log, k_)); k_++
  :: else -> break
  od;
  skip
}

proctype thread (byte me)
{
  byte has[2] = NONE, ends[2]; /* the thread's views */
  byte l, at, s;            /* the current view */
  byte made, sub, count;
  short set, popped;
  bool last, dead, fits;
  byte ops;

  d_step
  {
    if
    :: START == 0 -> has[0] = 0; ends[0] = 1 /* all threads at the same end */
    :: START == 1 -> has[0] = 0; ends[0] = (me < 3 -> 2 - me : 2) /* at the end, before it, at the root, at the end */
    :: START == 2 -> has[0] = 0; ends[0] = 1; has[1] = 1; ends[1] = me & 1 /* branches */
    :: START == 3 && me == 0 -> has[0] = 0; ends[0] = 1 /* one thread has a view, and sends it */
    :: START == 4 -> has[0] = 0 /* all threads at the root, as after a merge */
    :: else
    fi;
    ops = (me < ACTIVE -> OPS : 0)
  }

next:
  TOGETHER
  {
    d_step { l = 0; at = 0; s = 0; made = 0; sub = 0; count = 0; set = 0; popped = 0; last = 0; dead = 0; fits = 0 };
    if
    :: has[0] != NONE -> s = 0
    :: has[1] != NONE -> s = 1
    :: START == 3 && mail_log != NONE && (has[0] == NONE || has[1] == NONE) -> goto take
    :: has[0] == NONE && has[1] == NONE && mail_log == NONE -> goto end
    fi;
    d_step
    {
      l = has[s];
      at = ends[s];
      read_view (l, at)
    };

    if
    :: ops > 0 && has[1 - s] == NONE -> ops--; goto copy
    :: ops > 0 && n_subs < SUBS -> ops--; goto push
    :: ops > 0 && s == 0 && has[1] != NONE -> ops--; goto merge
    :: START == 3 && ops > 0 && mail_log == NONE -> ops--; goto send
    :: has[s] = NONE; ends[s] = 0; goto drop
    fi;

copy:
    skip;
    d_step
    {
      reads (COUNTED (l, at));
      views[COUNT (l, at)]++;
      has[1 - s] = l;
      ends[1 - s] = at
    };
    goto next;

send: /* sends a copy through a queue, which releases and acquires */
    skip;
    d_step
    {
      mail_log == NONE;
      reads (COUNTED (l, at));
      views[COUNT (l, at)]++;
      mail_log = l;
      mail_length = at;
      assign (OF_MAIL, me)
    };
    goto next;

take:
    if
    :: d_step
       {
         mail_log != NONE;
         s = (has[0] == NONE -> 0 : 1);
         has[s] = mail_log;
         ends[s] = mail_length;
         mail_log = NONE;
         mail_length = 0;
         join (me, OF_MAIL);
         forget (OF_MAIL);
         read_view (has[s], ends[s])
       }
    :: mail_log == NONE
    fi;
    goto next;

    /* trove_view_clear () of the current view, which is not in has any more. */
drop:
    if
    :: d_step /* drop_from_many () */
       {
         views[COUNT (l, at)] > 1;
         assert (alive[l]);
         reads (COUNTED (l, at));
         views[COUNT (l, at)]--;
         if
         :: CAS_RELEASE -> join (OF_COUNT (l, at), me)
         :: else
         fi;
         normalize ()
       };
       goto next
    :: d_step { views[COUNT (l, at)] == 1; reads (COUNTED (l, at)) }
    fi;
#ifdef MOVED_COUNT /* the count is dropped before the lock is taken */
    load_count (l, at, count)
  };
  drop_count (l, at, count, last);
  TOGETHER
  {
#endif
#ifdef MOVED_END /* the end of the log is tested before */
    d_step { fits = length[l] == at }
  };
  TOGETHER
  {
#endif
    lock (l);
#ifndef MOVED_COUNT
    load_count (l, at, count);
    drop_count (l, at, count, last);
#endif
#ifndef MOVED_END
    d_step { reads (LENGTH (l)); fits = length[l] == at };
#endif
#ifdef MOVED_POP /* entries are popped after the lock was released */
    unlock (l)
  };
  TOGETHER
  {
#endif
    if
    :: last && fits -> d_step { pop (l, popped) }
    :: else
    fi;
#ifdef MOVED_DEAD /* the log is tested for views after the lock was released */
    unlock (l)
  };
  TOGETHER
  {
#endif
    if
    :: last && fits -> d_step { test_dead (l, dead) }
    :: else
    fi;
#if !defined(MOVED_POP) && !defined(MOVED_DEAD)
    check_end (l, dead);
    unlock (l)
#endif
  };

  if
  :: dead || popped != 0 ->
     TOGETHER
     {
       if
       :: dead ->
          d_step
          {
            free_log (l);
            set = root[l];
            root[l] = 0
          };
          d_step { unref_all (set); normalize () }
       :: else
       fi;
       d_step { unref_all (popped); normalize () }
     }
  :: else
  fi;
  goto next;

  /* trove_view_push () of the thread's new sub-arena. */
push:
  TOGETHER
  {
    d_step
    {
      if
      :: n_subs < SUBS ->
         sub = n_subs;
         n_subs++;
         references[sub] = 1;
         writes (SUB (sub))
      :: else -> sub = NONE
      fi
    };
    if
    :: sub == NONE -> goto next
    :: else
    fi
#ifdef MOVED_FITS /* the room is tested before the lock is taken */
    ;
    d_step { fits = length[l] == at && at < CAPACITY }
#endif
  };
  TOGETHER
  {
    lock (l);
#ifndef MOVED_FITS
    d_step { reads (LENGTH (l)); fits = length[l] == at && at < CAPACITY };
#endif
    if
    :: fits ->
#ifdef MOVED_WRITE /* the entry is written after the lock was released */
       unlock (l);
       goto late;
late:
#endif
       write_entry (l, sub);
#ifdef MOVED_OLD /* the old entry's view is dropped after the lock was released */
       unlock (l);
#endif
       load_count (l, at, count)
    :: else -> unlock (l)
    fi
  };
  if
  :: fits ->
     TOGETHER
     {
       drop_count (l, at, count, last);
       ends[s] = at + 1;
#if !defined(MOVED_WRITE) && !defined(MOVED_OLD)
       check_end (l, false);
       unlock (l);
#endif
       goto next
     }
  :: else
  fi;

  /* Makes a new log. Without memory nothing is changed, and the sub-arena is freed. */
  TOGETHER
  {
    if
    :: NO_MEMORY || n_logs == LOGS -> d_step { unref_all (1 << sub) }; goto next
    :: n_logs < LOGS
    fi;
    d_step
    {
      view_of (l, at, set);
      ref_all (set)
    };
    if
    :: NO_MEMORY || n_logs == LOGS -> d_step { unref_all (set) }; d_step { unref_all (1 << sub) }; goto next
    :: d_step
       {
         n_logs < LOGS;
         make_log (made, set)
       }
    fi;
    write_entry (made, sub);
    d_step
    {
      has[s] = made;
      ends[s] = 1
    }
  };
  goto drop;

  /* trove_view_merge () of both views; the result replaces the first one. */
merge:
  TOGETHER
  {
  if
  :: has[0] == has[1] ->
     d_step
     {
       ends[0] = (ends[0] > ends[1] -> ends[0] : ends[1]);
       reads (COUNTED (l, ends[0]));
       views[COUNT (l, ends[0])]++
     }
  :: else ->
     if
     :: NO_MEMORY || n_logs == LOGS -> goto next
     :: n_logs < LOGS
     fi;
     d_step
     {
       read_view (has[1], ends[1]);
       view_of (l, at, set);
       view_of (has[1], ends[1], m_);
       set = set | m_;
       ref_all (set)
     };
     if
     :: NO_MEMORY || n_logs == LOGS -> d_step { unref_all (set) }; goto next
     :: d_step
        {
          n_logs < LOGS;
          make_log (made, set);
          views[COUNT (made, 0)] = 1;
          has[0] = made;
          ends[0] = 0
        }
     fi
  fi
  };
  goto drop;

end:
  skip;
  d_step { assign (me, OF_NOTHING); i_ = 0; do :: i_ < KINDS -> KNOWN (me, i_) = -1; i_++ :: else -> break od; normalize () }
}

inline begin_log (first_root)
{
  alive[n_logs] = true;
  root[n_logs] = first_root;
  n_logs++
}

inline begin_entry (first_log)
{
  entry[ENTRY (first_log, length[first_log])] = n_subs;
  references[n_subs]++;
  length[first_log]++;
  n_subs++
}

init
{
  byte t, k;

  d_step
  {
    for (t : 0 .. THREADS * KINDS - 1) { known[t] = -1 };
    if
    :: START == 0 ->
       begin_log (0);
       begin_entry (0);
       views[COUNT (0, 1)] = THREADS
    :: START == 1 ->
       n_subs = 1;
       references[0] = 1;
       begin_log (1);
       begin_entry (0);
       begin_entry (0);
       for (t : 0 .. THREADS - 1) { k = (t < 3 -> 2 - t : 2); views[COUNT (0, k)]++ }
    :: START == 2 ->
       n_subs = 1;
       references[0] = 2;
       begin_log (1);
       begin_log (1);
       begin_entry (0);
       begin_entry (1);
       for (t : 0 .. THREADS - 1) { views[COUNT (0, 1)]++; k = t & 1; views[COUNT (1, k)]++ }
       /* Threads of odd number have a view of the second log's entry, the others of its root. */
    :: START == 3 ->
       begin_log (0);
       begin_entry (0);
       views[COUNT (0, 1)] = 1
    :: START == 4 ->
       n_subs = 1;
       references[0] = 1;
       begin_log (1);
       views[COUNT (0, 0)] = THREADS
    fi
  };
  atomic
  {
    for (t : 0 .. THREADS - 1) { run thread (t) }
  };

  _nr_pr == 1;
  d_step
  {
    for (t : 0 .. LOGS - 1) { assert (!alive[t]) };
    for (t : 0 .. SUBS - 1) { assert (freed[t] == (t < n_subs)) }
  }
}
