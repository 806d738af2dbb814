package dev.casestream.notification.domain;

/** How many acknowledgements an hour go to one address, and to one domain, whatever arrives from there. */
public record LoopBudget(int perAddress, int perDomain) {

    /** @param toAddress how many it would be with this one */
    public boolean allows(int toAddress, int toDomain) {
        return toAddress <= perAddress && toDomain <= perDomain;
    }
}
