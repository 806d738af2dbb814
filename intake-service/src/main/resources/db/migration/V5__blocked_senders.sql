-- By what they write from whose requests are held back.
CREATE TABLE blocked_sender (
    customer_id uuid NOT NULL,
    type        text NOT NULL,
    value       text NOT NULL,
    PRIMARY KEY (type, value, customer_id)
);
CREATE INDEX blocked_sender_customer ON blocked_sender (customer_id);
