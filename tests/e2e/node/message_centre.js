// A message centre made of npm's `smpp`, for tests/e2e/test_smpp.py. It tells what happens as JSON lines on standard
// output, and takes orders the same way on standard input:
//   {"answers": ["throttle", "refuse", "hang up", ...]}   for the next messages, one each; afterwards they are accepted
//   {"binds": ["refuse", "hang up", "silence", "garbage"]}   for the next binds; afterwards the password decides
//   {"receipt": {"id": ..., "stat": "DELIVRD", "err": "000"}}   {"text": {"from": ..., "to": ..., "text": ...}}
//   {"part": {"from": ..., "to": ..., "text": ..., "reference": 7, "total": 2, "number": 1, "by": "udh" or "sar"}}
//   {"hang_up": true}   {"catch_up": 1}, which is answered when all that came before has been
const readline = require('node:readline');
const smpp = require('smpp');

const tell = (what) => process.stdout.write(JSON.stringify(what) + '\n');
const answers = [];
const binds = [];
let session = null;
let lastId = 0x0a00;

const garbage = Buffer.from('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');

const server = smpp.createServer((connection) => {
  connection.on('error', () => {});
  connection.on('bind_transceiver', (pdu) => {
    const how = binds.shift();
    if (how) tell({ bind_met: how });
    if (how === 'hang up') return connection.destroy();
    if (how === 'silence') return;
    if (how === 'garbage') return connection.socket.write(garbage);
    if (how === 'refuse') return connection.send(pdu.response({ command_status: smpp.ESME_RBINDFAIL }));
    const known = pdu.system_id === 'herald' && pdu.password === 'secret';
    tell({ bind: pdu.system_id, accepted: known });
    connection.send(pdu.response(known ? {} : { command_status: smpp.ESME_RBINDFAIL }));
    if (known) session = connection;
  });
  connection.on('submit_sm', (pdu) => {
    const answer = answers.shift() || 'accept';
    const id = (++lastId).toString(16).toUpperCase();
    const { message, udh } = pdu.short_message;
    tell({
      submit: answer, id, to: pdu.destination_addr, from: pdu.source_addr, from_ton: pdu.source_addr_ton, text: message,
      udh: udh ? [...udh[0].subarray ? Buffer.concat(udh) : udh] : null, coding: pdu.data_coding, receipt: pdu.registered_delivery,
    });
    if (answer === 'hang up') return connection.destroy();
    if (answer === 'silence') return;
    if (answer === 'garbage') return connection.socket.write(garbage);
    if (answer === 'nack') {
      const { sequence_number } = pdu;
      return connection.send(new smpp.PDU('generic_nack', { command_status: smpp.ESME_RSYSERR, sequence_number }));
    }
    if (answer === 'error') return connection.send(pdu.response({ command_status: smpp.ESME_RSYSERR }));
    if (answer === 'throttle') return connection.send(pdu.response({ command_status: smpp.ESME_RTHROTTLED }));
    if (answer === 'refuse') return connection.send(pdu.response({ command_status: smpp.ESME_RINVDSTADR }));
    connection.send(pdu.response({ message_id: id }));
    if (answer === 'accept, then hang up') setTimeout(() => connection.destroy(), 200);
  });
  connection.on('enquire_link', (pdu) => connection.send(pdu.response()));
  connection.on('unbind', (pdu) => {
    tell({ unbind: true });
    connection.send(pdu.response());
    connection.close();
  });
});

const orders = {
  answers: (more) => answers.push(...more),
  binds: (more) => binds.push(...more),
  receipt: ({ id, stat, err }) => {
    const text = `id:${id} sub:001 dlvrd:001 submit date:2602031015 done date:2602031016 stat:${stat} err:${err || '000'} text:`;
    session.deliver_sm({ esm_class: 4, source_addr: '447700900123', destination_addr: 'HERALD', short_message: text },
      (answer) => tell({ receipt_answer: answer.command_status }));
  },
  text: ({ from, to, text }) =>
    session.deliver_sm({ source_addr_ton: 1, source_addr: from, dest_addr_ton: 1, destination_addr: to, data_coding: 8,
      short_message: text }, (answer) => tell({ text_answer: answer.command_status })),
  part: ({ from, to, text, reference, total, number, by }) => {
    const udh = Buffer.from([5, 0, 3, reference, total, number]);
    const carried = by === 'sar'
      ? { short_message: text, sar_msg_ref_num: reference, sar_total_segments: total, sar_segment_seqnum: number }
      : { esm_class: 0x40, short_message: { udh, message: text } };
    session.deliver_sm({ source_addr_ton: 1, source_addr: from, dest_addr_ton: 1, destination_addr: to, data_coding: 8,
      ...carried }, (answer) => tell({ part_answer: answer.command_status }));
  },
  hang_up: () => session.destroy(),
  catch_up: (number) => tell({ caught_up: number }),
};

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  for (const [order, argument] of Object.entries(JSON.parse(line))) orders[order](argument);
}).on('close', () => process.exit(0));

server.listen(Number(process.argv[2]), '127.0.0.1', () => tell({ listening: Number(process.argv[2]) }));
