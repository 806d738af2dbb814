package dev.casestream.contracts;

/**
 * A file that lies in the content-addressed store.
 *
 * @param hash SHA-256 of its bytes, lower-case hexadecimal; its name in the store
 * @param name file name as the sender gave it, cleaned of path and control characters
 * @param type media type, detected from the bytes
 * @param size in bytes
 */
public record Attachment(String hash, String name, String type, long size) {}
