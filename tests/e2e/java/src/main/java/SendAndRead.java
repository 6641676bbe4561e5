import java.io.ByteArrayInputStream;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.json.JSONArray;
import org.json.JSONObject;
import uk.gov.service.notify.LetterResponse;
import uk.gov.service.notify.Notification;
import uk.gov.service.notify.NotificationClient;
import uk.gov.service.notify.NotificationClientException;
import uk.gov.service.notify.ReceivedTextMessage;
import uk.gov.service.notify.RetentionPeriodDuration;
import uk.gov.service.notify.SendEmailResponse;
import uk.gov.service.notify.SendLetterResponse;
import uk.gov.service.notify.SendSmsResponse;
import uk.gov.service.notify.Template;
import uk.gov.service.notify.TemplatePreview;

/**
 * Sends a text, an email and letters with the official Java client, reads them back, and prints what it saw as one JSON object.
 * Arguments: base URL, API key, ids of templates for a text, an email, a letter and an email with ((file)) in it, of a text
 * message sender and of a reply-to address.
 */
public final class SendAndRead {
    public static void main(String[] arguments) throws Exception {
        NotificationClient client = new NotificationClient(arguments[1], arguments[0]);
        Map<String, Object> personalisation = Map.of("name", "Amala");

        SendSmsResponse sms = client.sendSms(arguments[2], "07700900123", personalisation, "java-sms");
        SendEmailResponse email = client.sendEmail(arguments[3], "amala@example.com", personalisation, "java-email");
        Notification readSms = client.getNotificationById(sms.getNotificationId().toString());
        Notification readEmail = client.getNotificationById(email.getNotificationId().toString());

        JSONArray listed = new JSONArray();
        for (Notification notification : client.getNotifications(null, "sms", "java-sms", null).getNotifications()) {
            listed.put(notification.getId().toString());
        }

        JSONArray received = new JSONArray();
        for (ReceivedTextMessage text : client.getReceivedTextMessages(null).getReceivedTextMessages()) {
            received.put(text.getContent());
        }

        JSONObject seen = new JSONObject();
        seen.put("sms", described(sms.getNotificationId(), sms.getReference().orElse(null), sms.getBody()));
        seen.put("from_number", sms.getFromNumber().orElse(null));
        seen.put("email", described(email.getNotificationId(), email.getReference().orElse(null), email.getBody()));
        seen.put("subject", email.getSubject());
        seen.put("from_email", email.getFromEmail().orElse(null));
        seen.put("read_sms", described(readSms));
        seen.put("read_email", described(readEmail));
        seen.put("listed", listed);
        seen.put("received", received);
        String newest = client.getReceivedTextMessages(null).getReceivedTextMessages().get(0).getId().toString();
        seen.put("older", client.getReceivedTextMessages(newest).getReceivedTextMessages().get(0).getContent());
        addLetters(seen, client, arguments[4]);
        addTemplates(seen, client, arguments[3]);
        addOptions(seen, client, arguments);
        seen.put("refusal", refusal(client, arguments[2], personalisation));
        System.out.println(seen);
    }

    private static void addLetters(JSONObject seen, NotificationClient client, String template) throws Exception {
        Map<String, String> personalisation = Map.of(
                "name", "Amala",
                "address_line_1", "Ada Lovelace",
                "address_line_2", "12 St James’s Square",
                "postcode", "SW1Y 4JH");
        SendLetterResponse letter = client.sendLetter(template, personalisation, "java-letter");
        ByteArrayInputStream pdf = new ByteArrayInputStream("%PDF-1.4\n%%EOF\n".getBytes("US-ASCII"));
        LetterResponse own = client.sendPrecompiledLetterWithInputStream("java-pdf", pdf, "first");
        Notification readLetter = client.getNotificationById(letter.getNotificationId().toString());
        Notification readOwn = client.getNotificationById(own.getNotificationId().toString());
        seen.put("letter", described(letter.getNotificationId(), letter.getReference().orElse(null), letter.getBody())
                .put("subject", letter.getSubject()));
        seen.put("own_letter", described(own.getNotificationId(), own.getReference().orElse(null), null)
                .put("postage", own.getPostage().orElse(null)));
        seen.put("read_letter", described(readLetter).put("line_1", readLetter.getLine1().orElse(null)));
        seen.put("read_own_letter", described(readOwn));
        try {
            client.getPdfForLetter(letter.getNotificationId().toString());
        } catch (NotificationClientException refused) {
            seen.put("pdf_refusal", refused.getMessage());
        }
    }

    private static void addTemplates(JSONObject seen, NotificationClient client, String id) throws Exception {
        JSONArray all = new JSONArray();
        for (Template template : client.getAllTemplates(null).getTemplates()) {
            all.put(template.getId().toString());
        }
        JSONArray letterTypes = new JSONArray();
        for (Template template : client.getAllTemplates("letter").getTemplates()) {
            letterTypes.put(template.getTemplateType());
        }
        TemplatePreview preview = client.generateTemplatePreview(id, Map.of("name", "Amala"));
        seen.put("templates", new JSONObject()
                .put("latest", described(client.getTemplateById(id)))
                .put("version", described(client.getTemplateVersion(id, 1)))
                .put("all", all)
                .put("letter_types", letterTypes)
                .put("preview", new JSONObject()
                        .put("id", preview.getId().toString())
                        .put("body", preview.getBody())
                        .put("subject", preview.getSubject().orElse(null))
                        .put("html", preview.getHtml().orElse(null))));
    }

    private static void addOptions(JSONObject seen, NotificationClient client, String[] arguments) throws Exception {
        SendSmsResponse sms =
                client.sendSms(arguments[2], "07700900123", Map.of("name", "Amala"), "java-sender", arguments[6]);
        JSONObject upload = NotificationClient.prepareUpload(
                "a,b\n1,2\n".getBytes("US-ASCII"), "java.csv", false, new RetentionPeriodDuration(4, ChronoUnit.WEEKS));
        SendEmailResponse file = client.sendEmail(
                arguments[5], "amala@example.com", Map.of("file", upload), "java-file", arguments[7],
                URI.create("https://example.com/unsubscribe"));
        File pdf = File.createTempFile("letter", ".pdf");
        Files.write(pdf.toPath(), "%PDF-1.4\n%%EOF\n".getBytes("US-ASCII"));
        LetterResponse letter = client.sendPrecompiledLetter("java-file-pdf", pdf);
        pdf.delete();
        seen.put("from_sender", sms.getFromNumber().orElse(null));
        seen.put("file", file.getBody());
        seen.put("file_id", file.getNotificationId().toString());
        seen.put("default_postage", letter.getPostage().orElse(null));
    }

    private static JSONObject described(Template template) {
        return new JSONObject()
                .put("id", template.getId().toString())
                .put("type", template.getTemplateType())
                .put("version", template.getVersion())
                .put("body", template.getBody())
                .put("subject", template.getSubject().orElse(null))
                .put("personalisation", template.getPersonalisation().orElseThrow().keySet())
                .put("letter_contact_block", template.getLetterContactBlock().orElse("none"));
    }

    private static JSONObject described(UUID id, String reference, String body) {
        return new JSONObject().put("id", id.toString()).put("reference", reference).put("body", body);
    }

    private static JSONObject described(Notification notification) {
        return described(notification.getId(), notification.getReference().orElse(null), notification.getBody())
                .put("type", notification.getNotificationType())
                .put("status", notification.getStatus())
                .put("created_at", notification.getCreatedAt().toString());
    }

    private static String refusal(NotificationClient client, String template, Map<String, Object> personalisation) {
        try {
            client.sendSms(template, "not a number", personalisation, null);
            return null;
        } catch (NotificationClientException refused) {
            return refused.getHttpResult() + " " + refused.getMessage();
        }
    }
}
