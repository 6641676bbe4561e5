// Sends a text, an email and letters with the official Node client, reads them back, and prints what it saw as one JSON object.
// Arguments: base URL, API key, SMS template id, email template id, letter template id, and optionally the id of an email
// template with ((file)) in it, for which a file is sent.
const { NotifyClient } = require('notifications-node-client');

async function main() {
  const [baseUrl, apiKey, smsTemplate, emailTemplate, letterTemplate, fileTemplate] = process.argv.slice(2);
  const client = new NotifyClient(baseUrl, apiKey);

  const sms = await client.sendSms(smsTemplate, '07700900123', {
    personalisation: { name: 'Amala' },
    reference: 'node-sms',
  });
  const email = await client.sendEmail(emailTemplate, 'amala@example.com', {
    personalisation: { name: 'Amala' },
    reference: 'node-email',
  });
  const readSms = await client.getNotificationById(sms.data.id);
  const readEmail = await client.getNotificationById(email.data.id);
  const listed = await client.getNotifications('sms', null, 'node-sms');

  let file = null;
  if (fileTemplate) {
    const upload = client.prepareUpload(Buffer.from('a,b\n1,2\n'), { filename: 'node.csv', confirmEmailBeforeDownload: false });
    const sent = await client.sendEmail(fileTemplate, 'amala@example.com', { personalisation: { file: upload } });
    file = sent.data;
  }
  const address = { address_line_1: 'Ada Lovelace', address_line_2: '12 St James’s Square', postcode: 'SW1Y 4JH' };
  const letter = await client.sendLetter(letterTemplate, {
    personalisation: { name: 'Amala', ...address },
    reference: 'node-letter',
  });
  const ownLetter = await client.sendPrecompiledLetter('node-pdf', Buffer.from('%PDF-1.4\n%%EOF\n'), 'first');
  const readLetter = await client.getNotificationById(letter.data.id);
  const readOwnLetter = await client.getNotificationById(ownLetter.data.id);
  let pdfRefusal = null;
  try {
    await client.getPdfForLetterNotification(letter.data.id);
  } catch (error) {
    pdfRefusal = JSON.stringify(error.response.data);
  }
  const received = await client.getReceivedTexts();

  let refusal = null;
  try {
    await client.sendSms(smsTemplate, 'not a number', { personalisation: { name: 'Amala' } });
  } catch (error) {
    refusal = error.response.data;
  }

  console.log(JSON.stringify({
    sms: sms.data,
    email: email.data,
    read_sms: readSms.data,
    read_email: readEmail.data,
    listed: listed.data.notifications.map((notification) => notification.id),
    received: received.data.received_text_messages.map((text) => text.content),
    letter: { ...letter.data, ...letter.data.content },
    own_letter: ownLetter.data,
    read_letter: readLetter.data,
    read_own_letter: readOwnLetter.data,
    pdf_refusal: pdfRefusal,
    refusal,
    file,
  }));
}

main().catch((error) => {
  console.error(error.response ? JSON.stringify(error.response.data) : error);
  process.exit(1);
});
