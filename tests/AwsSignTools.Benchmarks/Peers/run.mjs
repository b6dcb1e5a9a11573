// The npm peers of AwsSignTools on the inputs of its benchmarks: `node run.mjs inputs.json`, which `dotnet run … -- peers` does.
// Each output is held against ours first. Rows go to standard output: ROW, task, who, nanoseconds, separated by tabs.
import { createHash, createHmac, createPrivateKey, createPublicKey, sign as signNative } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';
import { Sha256 } from '@aws-crypto/sha256-js';
import { EventStreamCodec } from '@smithy/eventstream-codec';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { fromUtf8, toUtf8 } from '@smithy/util-utf8';
import aws4 from 'aws4';
import { SignJWT } from 'jose';
import jsonwebtoken from 'jsonwebtoken';

// Not the package's index, which brings a browser's DOM along.
const { SigV4RequestSigner } = createRequire(import.meta.url)('amazon-kinesis-video-streams-webrtc/lib/SigV4RequestSigner.js');

const inputs = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const time = new Date(inputs.time);
const amzDate = time.toISOString().replace(/[:-]|\.\d{3}/g, '');
const host = new URL(inputs.endpoint).host;

// The hasher that AWS's SDK has in Node, where OpenSSL is at hand; sha256-js is for where it is not.
class NodeSha256 {
    constructor(secret) {
        this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
    }

    update(data) {
        this.hash.update(data);
    }

    async digest() {
        return this.hash.digest();
    }
}

// In turns, and by the best turn of each, as Race.cs does it.
async function race(task, contestants) {
    const warmUp = 1000e6;
    const turn = 4e6;
    const entries = [];
    for (const [who, run] of Object.entries(contestants)) {
        const start = process.hrtime.bigint();
        let runs = 0;
        while (Number(process.hrtime.bigint() - start) < warmUp) {
            const result = run();
            if (result instanceof Promise) {
                await result;
            }

            runs++;
        }

        entries.push({ who, run, isAsync: run() instanceof Promise, count: Math.max(1, Math.floor(runs * turn / warmUp)), best: Infinity });
    }

    for (let i = 0; i < 150; i++) {
        for (const entry of entries) {
            const start = process.hrtime.bigint();
            if (entry.isAsync) {
                for (let n = 0; n < entry.count; n++) {
                    await entry.run();
                }
            } else {
                for (let n = 0; n < entry.count; n++) {
                    entry.run();
                }
            }

            entry.best = Math.min(entry.best, Number(process.hrtime.bigint() - start) / entry.count);
        }
    }

    for (const { who, best } of entries) {
        console.log(['ROW', task, who, best, ''].join('\t'));
    }
}

for (const { task, sessionToken, signature } of inputs.urls) {
    const credentials = { accessKeyId: inputs.accessKeyId, secretAccessKey: inputs.secretAccessKey };
    if (sessionToken) {
        credentials.sessionToken = sessionToken;
    }

    const parameters = { 'X-Amz-ChannelARN': inputs.channelArn, 'X-Amz-ClientId': inputs.clientId };
    const kvs = new SigV4RequestSigner(inputs.region, credentials);
    const path = `/?X-Amz-ChannelARN=${encodeURIComponent(inputs.channelArn)}&X-Amz-ClientId=${inputs.clientId}&X-Amz-Date=${amzDate}&X-Amz-Expires=${inputs.life}`;
    const presign = (sha256) => {
        const signer = new SignatureV4({ credentials, region: inputs.region, service: 'kinesisvideo', sha256 });
        return () => signer.presign(
            new HttpRequest({ protocol: 'wss:', hostname: host, path: '/', query: parameters, headers: { host } }),
            { expiresIn: inputs.life, signingDate: time });
    };
    const contestants = {
        'amazon-kinesis-video-streams-webrtc': () => kvs.getSignedURL(inputs.endpoint, parameters, time),
        '@smithy/signature-v4, Node hash': presign(NodeSha256),
        '@smithy/signature-v4, sha256-js': presign(Sha256),
        'aws4': () => aws4.sign({ host, path, service: 'kinesisvideo', region: inputs.region, signQuery: true }, credentials),
    };
    for (const [who, run] of Object.entries(contestants)) {
        const made = await run();
        const its = typeof made === 'string' ? new URL(made).searchParams.get('X-Amz-Signature')
            : made.query?.['X-Amz-Signature'] ?? new URL('wss://' + host + made.path).searchParams.get('X-Amz-Signature');
        assert.equal(its, signature, `${who} signs ${task} in another way`);
    }

    await race(task, contestants);
}

const codec = new EventStreamCodec(toUtf8, fromUtf8);
const headers = Object.fromEntries(Object.entries(inputs.headers).map(([name, value]) => [name, { type: 'string', value }]));

// As the SDK's EventSigningTransformStream does it: the message framed, signed with its date, and framed again with both.
function signedFrames(payload, sha256) {
    const signer = new SignatureV4({
        credentials: { accessKeyId: inputs.accessKeyId, secretAccessKey: inputs.secretAccessKey },
        region: inputs.streamRegion,
        service: inputs.streamService,
        sha256,
    });
    let priorSignature = '0'.repeat(64);
    return async () => {
        const body = codec.encode({ headers, body: payload });
        const date = { ':date': { type: 'timestamp', value: time } };
        const { signature } = await signer.sign({ message: { headers: date, body }, priorSignature }, { signingDate: time });
        priorSignature = signature;
        return codec.encode({ headers: { ...date, ':chunk-signature': { type: 'binary', value: Buffer.from(signature, 'hex') } }, body });
    };
}

for (const { length, payload, frame, signed } of inputs.frames) {
    const bytes = new Uint8Array(Buffer.from(payload, 'base64'));
    const framed = new Uint8Array(Buffer.from(frame, 'base64'));
    for (const sha256 of [NodeSha256, Sha256]) {
        const next = signedFrames(bytes, sha256);
        for (const expected of signed) {
            assert.equal(Buffer.from(await next()).toString('base64'), expected, `@smithy signs frames of ${length} in another way`);
        }
    }

    assert.equal(Buffer.from(codec.encode({ headers, body: bytes })).toString('base64'), frame, `@smithy frames ${length} in another way`);
    assert.deepEqual(Buffer.from(codec.decode(framed).body), Buffer.from(bytes));
    await race(`signed frame of ${length}`, { '@smithy, Node hash': signedFrames(bytes, NodeSha256), '@smithy, sha256-js': signedFrames(bytes, Sha256) });
    await race(`frame of ${length}`, { '@smithy/eventstream-codec': () => codec.encode({ headers, body: bytes }) });
    await race(`decode of ${length}`, { '@smithy/eventstream-codec': () => codec.decode(framed) });
}

const claims = JSON.parse(Buffer.from(inputs.token.split('.')[1], 'base64url').toString());
const key = createPrivateKey(inputs.privateKey);
const publicKey = createPublicKey(inputs.publicKey);
const signingInput = Buffer.from(inputs.token.slice(0, inputs.token.lastIndexOf('.')));
const tokens = {
    'jsonwebtoken': () => jsonwebtoken.sign(claims, key, { algorithm: 'ES384', noTimestamp: true }),
    'jose': () => new SignJWT(claims).setProtectedHeader({ alg: 'ES384', typ: 'JWT' }).sign(key),
};
for (const [who, run] of Object.entries({ 'ours': () => inputs.token, ...tokens })) {
    const verified = jsonwebtoken.verify(await run(), publicKey, { algorithms: ['ES384'], ignoreExpiration: true });
    assert.deepEqual(verified, claims, `${who} makes another token`);
}

await race('playback token', { 'Node, one signature': () => signNative('sha384', signingInput, { key, dsaEncoding: 'ieee-p1363' }), ...tokens });
