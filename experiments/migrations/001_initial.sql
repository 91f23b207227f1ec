-- The experiment log, schema 1. Times are Unix milliseconds, losses nats. NULL in a REAL column stands for "not a number", which SQLite
-- cannot store. Tables of points are keyed by (series, step) so that replayed steps replace what was there and never double it.

CREATE TABLE runs (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  family TEXT NOT NULL,
  preset TEXT NOT NULL,
  objective TEXT NOT NULL,
  tags TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  out TEXT NOT NULL,
  state TEXT NOT NULL,          -- active, paused, interrupted, stopped, finished, failed
  message TEXT NOT NULL DEFAULT '',
  step INTEGER NOT NULL,
  steps INTEGER NOT NULL,
  parameters INTEGER NOT NULL,
  tokens INTEGER NOT NULL DEFAULT 0,
  seconds REAL NOT NULL DEFAULT 0,
  last_loss REAL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);

-- Frozen at launch. Apart from runs, whose rows are rewritten with every batch and read for every list.
CREATE TABLE specifications (
  run INTEGER PRIMARY KEY REFERENCES runs (number) ON DELETE CASCADE,
  spec TEXT NOT NULL,
  environment TEXT NOT NULL
);

-- What all series share: tokens seen and seconds trained up to and including a step.
CREATE TABLE steps (
  run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  seconds REAL NOT NULL,
  PRIMARY KEY (run, step)
) WITHOUT ROWID;

CREATE TABLE series (
  number INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
  name TEXT NOT NULL,           -- loss, learning_rate/decay, validation/perplexity ...
  UNIQUE (run, name)
);

CREATE TABLE points (
  series INTEGER NOT NULL REFERENCES series (number) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  value REAL,
  PRIMARY KEY (series, step)
) WITHOUT ROWID;

CREATE TABLE checkpoints (
  run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  folder TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  best INTEGER NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (run, step)
) WITHOUT ROWID;

CREATE TABLE events (
  number INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  kind TEXT NOT NULL,
  message TEXT NOT NULL,
  created_at INTEGER NOT NULL
);
CREATE INDEX events_of_run ON events (run);

CREATE TABLE probes (
  run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  text TEXT NOT NULL,
  result TEXT NOT NULL,
  PRIMARY KEY (run, step, text)
) WITHOUT ROWID;

-- By id, not by number: the parent may live in another log, or be deleted while its descendants stay.
CREATE TABLE lineage (
  run TEXT NOT NULL,
  parent_run TEXT NOT NULL,
  parent_step INTEGER NOT NULL,
  kind TEXT NOT NULL,
  PRIMARY KEY (run, parent_run, kind)
) WITHOUT ROWID;

-- What somebody asks of the process that trains; it looks once a second.
CREATE TABLE requests (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  run TEXT NOT NULL,
  request TEXT NOT NULL,        -- pause, resume, stop
  created_at INTEGER NOT NULL
);
