/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Threads that draw. */

#pragma once

/* Lets the main thread go first, where the system can: called by a worker before its work. The user waits for a picture, but notices
 * each frame. */
void sketch_worker_go_behind (void);
