"""Which figures decide a result: from the runs as they were flown, and from runs laid out in blocks for it."""
