-- Full text: what messages, tickets and people are found by. Derived by the database from the words themselves, in the
-- transaction that writes them: it cannot be forgotten, and words that are erased are not found either.
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Accents are folded before words are brought to their stems.
CREATE TEXT SEARCH CONFIGURATION words_simple (COPY = simple);
CREATE TEXT SEARCH CONFIGURATION words_en (COPY = english);
CREATE TEXT SEARCH CONFIGURATION words_da (COPY = danish);
CREATE TEXT SEARCH CONFIGURATION words_sv (COPY = swedish);
CREATE TEXT SEARCH CONFIGURATION words_no (COPY = norwegian);
CREATE TEXT SEARCH CONFIGURATION words_ru (COPY = russian);
CREATE TEXT SEARCH CONFIGURATION words_de (COPY = german);
CREATE TEXT SEARCH CONFIGURATION words_fr (COPY = french);
CREATE TEXT SEARCH CONFIGURATION words_es (COPY = spanish);

DO $$
DECLARE
    stems text[][] := ARRAY[['simple', 'simple'], ['en', 'english_stem'], ['da', 'danish_stem'], ['sv', 'swedish_stem'],
        ['no', 'norwegian_stem'], ['ru', 'russian_stem'], ['de', 'german_stem'], ['fr', 'french_stem'], ['es', 'spanish_stem']];
    stem text[];
BEGIN
    FOREACH stem SLICE 1 IN ARRAY stems LOOP
        EXECUTE format('ALTER TEXT SEARCH CONFIGURATION words_%s ALTER MAPPING FOR
            asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart
            WITH unaccent, %I', stem[1], stem[2]);
    END LOOP;
END $$;

-- By language subtag (BCP 47); words of other languages are found as they are written.
CREATE FUNCTION search_language(language text) RETURNS regconfig IMMUTABLE PARALLEL SAFE LANGUAGE sql AS $$
    SELECT CASE split_part(lower(coalesce(language, '')), '-', 1)
        WHEN 'en' THEN 'words_en'::regconfig
        WHEN 'da' THEN 'words_da'::regconfig
        WHEN 'sv' THEN 'words_sv'::regconfig
        WHEN 'no' THEN 'words_no'::regconfig
        WHEN 'nb' THEN 'words_no'::regconfig
        WHEN 'nn' THEN 'words_no'::regconfig
        WHEN 'ru' THEN 'words_ru'::regconfig
        WHEN 'de' THEN 'words_de'::regconfig
        WHEN 'fr' THEN 'words_fr'::regconfig
        WHEN 'es' THEN 'words_es'::regconfig
        ELSE 'words_simple'::regconfig
    END $$;

CREATE FUNCTION search_fold(words text) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE sql AS $$
    SELECT lower(public.unaccent('public.unaccent'::regdictionary, words)) $$;

-- A word or phrase as it may stand in a message of any of the languages.
CREATE FUNCTION search_term(term text) RETURNS tsquery STABLE PARALLEL SAFE LANGUAGE sql AS $$
    SELECT string_agg(DISTINCT '(' || query::text || ')', ' | ')::tsquery
    FROM (SELECT phraseto_tsquery(configuration, term) AS query
          FROM unnest(ARRAY['words_simple', 'words_en', 'words_da', 'words_sv', 'words_no', 'words_ru', 'words_de',
                            'words_fr', 'words_es']::regconfig[]) AS configuration) AS variant
    WHERE numnode(query) > 0 $$;

-- How a longer word begins.
CREATE FUNCTION search_beginning(term text) RETURNS tsquery STABLE PARALLEL SAFE LANGUAGE sql AS $$
    SELECT to_tsquery('simple', quote_literal(search_fold(translate(term, '''\', '  '))) || ':*') $$;

-- Whether a document has one of the terms in its own language: a stem of another language may be that of another word.
CREATE FUNCTION search_has(document tsvector, language text, terms text[], beginnings tsquery)
    RETURNS boolean STABLE PARALLEL SAFE LANGUAGE sql AS $$
    SELECT document @@ beginnings OR EXISTS (
        SELECT FROM unnest(terms) AS term
        WHERE document @@ phraseto_tsquery(search_language(language), term)
           OR document @@ phraseto_tsquery('words_simple'::regconfig, term)) $$;

-- Whether some language leaves the word out, as English does with "the".
CREATE FUNCTION search_leaves_out(term text) RETURNS boolean STABLE PARALLEL SAFE LANGUAGE sql AS $$
    SELECT bool_or(numnode(phraseto_tsquery(configuration, term)) = 0)
    FROM unnest(ARRAY['words_en', 'words_da', 'words_sv', 'words_no', 'words_ru', 'words_de', 'words_fr', 'words_es']
                ::regconfig[]) AS configuration $$;

-- What somebody wrote, as far as a message is searched.
ALTER TABLE message ADD COLUMN document tsvector NOT NULL GENERATED ALWAYS AS (
    setweight(to_tsvector(search_language(language), subject), 'B')
        || to_tsvector(search_language(language), left(body, 100000))) STORED;
CREATE INDEX message_document ON message USING gin (document);

ALTER TABLE customer ADD COLUMN document tsvector NOT NULL GENERATED ALWAYS AS (
    to_tsvector('words_simple'::regconfig, coalesce(name, ''))) STORED;
CREATE INDEX customer_document ON customer USING gin (document);

ALTER TABLE customer_identity ADD COLUMN document tsvector NOT NULL GENERATED ALWAYS AS (
    to_tsvector('words_simple'::regconfig, value || ' ' || translate(value, '@.:_+-', '      '))) STORED;
CREATE INDEX customer_identity_document ON customer_identity USING gin (document);

-- What a ticket itself is found by: number, subject, custom fields. Apart from the ticket, whose row is written often
-- and would enter these indexes anew each time.
ALTER TABLE ticket DROP COLUMN document;

CREATE TABLE ticket_words (
    ticket_id uuid PRIMARY KEY REFERENCES ticket ON DELETE CASCADE,
    words     text     NOT NULL, -- folded, for parts within words
    language  text,
    document  tsvector NOT NULL
);
CREATE INDEX ticket_words_document ON ticket_words USING gin (document);
CREATE INDEX ticket_words_parts ON ticket_words USING gin (words gin_trgm_ops);

CREATE FUNCTION search_fields(fields jsonb) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE sql AS $$
    SELECT coalesce(string_agg(value #>> '{}', ' ' ORDER BY key), '') FROM jsonb_each(fields) $$;

CREATE FUNCTION search_words(found ticket) RETURNS ticket_words STABLE LANGUAGE sql AS $$
    SELECT ROW(
        found.id,
        search_fold(concat_ws(' ', found.number, found.subject, left(search_fields(found.fields), 10000))),
        found.language,
        setweight(to_tsvector('words_simple', found.number || ' ' || ltrim(found.number, 'CS-')), 'A')
            || setweight(to_tsvector(search_language(found.language), found.subject), 'A')
            || setweight(to_tsvector('words_simple', left(search_fields(found.fields), 10000)), 'B'))::ticket_words $$;

CREATE FUNCTION keep_words_of_new_tickets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ticket_words SELECT (search_words(fresh::ticket)).* FROM fresh;
    RETURN NULL;
END $$;
CREATE TRIGGER ticket_words_of_new_tickets AFTER INSERT ON ticket REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION keep_words_of_new_tickets();

CREATE FUNCTION keep_words_of_changed_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ticket_words w SET words = s.words, language = s.language, document = s.document
    FROM search_words(NEW) s WHERE w.ticket_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER ticket_words_of_changed_ticket AFTER UPDATE ON ticket FOR EACH ROW
    WHEN (OLD.subject IS DISTINCT FROM NEW.subject OR OLD.fields IS DISTINCT FROM NEW.fields
        OR OLD.language IS DISTINCT FROM NEW.language)
    EXECUTE FUNCTION keep_words_of_changed_ticket();

INSERT INTO ticket_words SELECT (search_words(t)).* FROM ticket t;
