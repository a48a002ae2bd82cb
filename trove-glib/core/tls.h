/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Declares a thread-local variable, with the fastest model that the C library can load (meson.build). */

#pragma once

#ifdef TROVE_INITIAL_EXEC_TLS
#define TROVE_TLS __thread __attribute__ ((tls_model ("initial-exec")))
#else
#define TROVE_TLS __thread
#endif
