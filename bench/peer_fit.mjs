// Decoders from npm on the same files, for bench/decode.sh. Run where they are installed:
//   npm install fit-file-parser @garmin/fitsdk
//   node peer_fit.mjs FOLDER [ROUNDS]
// Every file is read first; then all of them are decoded ROUNDS times. Prints, per decoder: megabytes and records a
// second (median of the rounds), files it refused, records it handed over.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, rounds = '5'] = process.argv.slice(2);
const files = readdirSync(folder).filter((f) => /\.fit$/i.test(f)).sort().map((f) => readFileSync(join(folder, f)));
const bytes = files.reduce((n, f) => n + f.length, 0);
const here = createRequire(join(process.cwd(), 'package.json'));

async function load(name) {
  try {
    return await import(pathToFileURL(here.resolve(name)));
  } catch {
    return null;
  }
}

const peers = [];
const parser = await load('fit-file-parser');
if (parser) {
  const FitParser = parser.default.default ?? parser.default;
  peers.push(['fit-file-parser', (file) => {
    let n = 0, failed = null;
    new FitParser({ mode: 'list', force: true }).parse(file, (error, data) => {
      failed = error;
      n = data?.records?.length ?? 0;
    });
    if (failed && !n) throw failed;
    return n;
  }]);
}
const sdk = await load('@garmin/fitsdk');
if (sdk) {
  peers.push(['@garmin/fitsdk', (file) => {
    const decoder = new sdk.Decoder(sdk.Stream.fromBuffer(file));
    let n = 0;
    const { errors } = decoder.read({ mesgListener: (number) => { n += number === 20; } });
    if (errors.length && !n) throw errors[0];
    return n;
  }]);
}
for (const [name, decode] of peers) {
  const seconds = [];
  let records = 0, refused = 0;
  for (let round = 0; round <= Number(rounds); round++) {
    records = refused = 0;
    const begin = process.hrtime.bigint();
    for (const file of files) {
      try {
        records += decode(file);
      } catch {
        refused++;
      }
    }
    if (round) seconds.push(Number(process.hrtime.bigint() - begin) / 1e9);
  }
  seconds.sort((a, b) => a - b);
  const s = seconds[seconds.length >> 1];
  console.log(`${name}\t${(bytes / s / 1e6).toFixed(1)} MB/s\t${Math.round(records / s)} records/s\t${refused} refused\t${records} records`);
}
if (!peers.length) console.log('no peer is installed here');
