-- By which a provider tells later what became of a delivery; mail is known by the id that we gave it.
ALTER TABLE delivery ADD COLUMN provider_id text;
CREATE INDEX delivery_provider_id ON delivery (provider_id, channel) WHERE provider_id IS NOT NULL;
CREATE INDEX delivery_rfc_message_id ON delivery (rfc_message_id);
