-- The few keys whose events wait are looked for every few seconds, among all keys ever seen.
CREATE INDEX gate_parked ON gate (topic, key) WHERE parked;
