/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Documents: the parts of the benchmark. */

#pragma once

#include "bench.h"

void documents_measure_memory (Bench *bench);
void documents_measure_steps (Bench *bench);
void documents_measure_history (Bench *bench);
void documents_measure_reading (Bench *bench);
void documents_measure_limit (Bench *bench);
void documents_measure_merge (Bench *bench);
