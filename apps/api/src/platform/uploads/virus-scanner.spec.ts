import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import { pdf } from './testing/corpus.js';
import { UploadInspector } from './upload-inspector.js';
import { ClamavScanner } from './virus-scanner.js';

const VIRUS = Buffer.from('EICAR-STANDARD-ANTIVIRUS-TEST-FILE');

/** As much of clamd as is spoken to: counted pieces after the command, an answer after the empty one. */
function answerOf(received: Buffer): string | undefined {
  const command = Buffer.from('zINSTREAM\0');
  if (received.length < command.length) return undefined;
  if (!received.subarray(0, command.length).equals(command)) return 'UNKNOWN COMMAND\0';
  const pieces: Buffer[] = [];
  for (let at = command.length; at + 4 <= received.length;) {
    const length = received.readUInt32BE(at);
    const piece = received.subarray(at + 4, at + 4 + length);
    if (length === 0) return Buffer.concat(pieces).includes(VIRUS) ? 'stream: Eicar-Test FOUND\0' : 'stream: OK\0';
    pieces.push(piece);
    at += 4 + length;
  }
  return undefined;
}

describe('the virus scanner', () => {
  let server: Server;
  let behave: (socket: Socket, received: Buffer) => void;
  const scanner = (): ClamavScanner =>
    new ClamavScanner({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  const speak = (socket: Socket, received: Buffer): void => {
    const answer = answerOf(received);
    if (answer) socket.end(answer);
  };

  beforeAll(() => Logger.overrideLogger(false));

  beforeEach(async () => {
    behave = speak;
    server = createServer((socket) => {
      let received: Buffer = Buffer.alloc(0);
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        received = Buffer.concat([received, data as Buffer]);
        behave(socket, received);
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterEach(() => new Promise((closed) => server.close(closed)));

  it('lets a clean file pass, of whatever length', async () => {
    for (const size of [1, 64 * 1024, 300_001]) await scanner().scan(Buffer.alloc(size, 'a'));
  });

  it('refuses what it finds, also where two pieces meet', async () => {
    const file = Buffer.concat([Buffer.alloc(64 * 1024 - 9, 'a'), VIRUS, Buffer.alloc(100, 'b')]);
    await expect(scanner().scan(file)).rejects.toMatchObject({ code: 'FILE_INFECTED', status: 422 });
  });

  it.each([
    ['hangs up', (socket: Socket) => void socket.destroy()],
    ['hangs up without a word', (socket: Socket) => void socket.end()],
    ['answers half a word', (socket: Socket) => void socket.end('stream: O')],
    ['says the file is too long', (socket: Socket) => void socket.end('INSTREAM size limit exceeded. ERROR\0')],
    ['talks without end', (socket: Socket) => void socket.write('x'.repeat(10_000))],
  ])('lets nothing in when the daemon %s', async (_what, does) => {
    behave = does;
    const scan = scanner().scan(Buffer.from('clean'));
    await expect(scan).rejects.toMatchObject({ code: 'SCAN_UNAVAILABLE', status: 503, extra: { retryAfter: 60 } });
  });

  it('lets nothing in when there is no daemon', async () => {
    const gone = scanner();
    await new Promise((closed) => server.close(closed));
    await expect(gone.scan(Buffer.from('clean'))).rejects.toMatchObject({ code: 'SCAN_UNAVAILABLE' });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });

  it('is asked about the bytes as they came, before anything is decoded', async () => {
    const inspector = new UploadInspector(scanner());
    const policy = { kinds: ['pdf' as const] };
    const infected = Buffer.concat([pdf(), VIRUS]);
    await expect(inspector.accept({ name: 'a', bytes: infected }, policy)).rejects.toMatchObject({
      code: 'FILE_INFECTED',
    });
    await expect(inspector.accept({ name: 'a', bytes: pdf() }, policy)).resolves.toMatchObject({ pages: 1 });
  });
});
