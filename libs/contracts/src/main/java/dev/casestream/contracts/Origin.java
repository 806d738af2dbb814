package dev.casestream.contracts;

/** Whether an event happens now. Imported and replayed events send no mail, start no clock and move no agent. */
public enum Origin {
    LIVE,
    IMPORT,
    REPLAY
}
