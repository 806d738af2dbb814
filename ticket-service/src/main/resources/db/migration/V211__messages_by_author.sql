-- What a customer wrote, on whosever ticket it is.
CREATE INDEX message_customer ON message (author) WHERE author_role = 'CUSTOMER';
