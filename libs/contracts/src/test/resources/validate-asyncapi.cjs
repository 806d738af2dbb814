// Prints what the specification's own parser has against a document; exit status 1 when there are errors.
const { Parser, fromFile } = require('@asyncapi/parser');

fromFile(new Parser(), process.argv[2])
  .parse()
  .then(({ document, diagnostics }) => {
    const errors = diagnostics.filter(({ severity }) => severity === 0);
    errors.forEach(({ path, message }) => console.log(`${path.join('/')}: ${message}`));
    if (errors.length > 0) process.exit(1);
    console.log(`${document.channels().length} channels, ${document.messages().length} messages`);
  });
