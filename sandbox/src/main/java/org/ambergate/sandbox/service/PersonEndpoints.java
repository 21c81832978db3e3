package org.ambergate.sandbox.service;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.IntFunction;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.BodySource;
import org.ambergate.net.Deadline;
import org.ambergate.net.HttpReply;
import org.ambergate.net.HttpRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** {@code /persons} and {@code /persons/ID}. */
final class PersonEndpoints {
    static final String PATH = "/persons";
    // A person is a few hundred bytes.
    static final int PERSON_BYTES_MAX = 16 * 1024;
    private static final Duration BODY_WITHIN = Duration.ofSeconds(30);

    private final PersonRegister register = new PersonRegister();
    private final JsonMapper json;
    private final ReplyWriter replies;

    /** What somebody sends: a person without a number. Jackson leaves out what is missing. */
    private record PersonDraft(
            @Nullable String name,
            @Nullable LocalDate born,
            @Nullable String residence) {
        Person withId(int id) {
            if (name == null || born == null || residence == null) {
                throw new IllegalArgumentException("A person has a name, a date of birth and a residence");
            }
            return new Person(id, name, born, residence);
        }
    }

    PersonEndpoints(JsonMapper json, ReplyWriter replies) {
        this.json = json;
        this.replies = replies;
    }

    void respond(RequestTarget target, HttpRequest request, HttpReply reply) throws LocalFault {
        if (target.path().equals(PATH)) {
            all(request, reply);
            return;
        }
        Optional<Integer> id = idOf(target.path().substring(PATH.length() + 1));
        if (id.isEmpty()) {
            replies.error(reply, 404, "There is no such person");
        } else {
            one(id.get(), request, reply);
        }
    }

    private void all(HttpRequest request, HttpReply reply) throws LocalFault {
        switch (request.method()) {
            case "GET", "HEAD" -> replies.value(reply, 200, register.all());
            case "POST" -> add(request, reply);
            default -> replies.notAllowed(reply, "GET, POST");
        }
    }

    private void one(int id, HttpRequest request, HttpReply reply) throws LocalFault {
        switch (request.method()) {
            case "GET", "HEAD" -> found(register.find(id), reply);
            case "PUT" -> replace(id, request, reply);
            case "DELETE" -> {
                if (register.remove(id)) {
                    replies.nothing(reply);
                } else {
                    found(Optional.empty(), reply);
                }
            }
            default -> replies.notAllowed(reply, "GET, PUT, DELETE");
        }
    }

    private void found(Optional<Person> person, HttpReply reply) throws LocalFault {
        if (person.isPresent()) {
            replies.value(reply, 200, person.get());
        } else {
            replies.error(reply, 404, "There is no such person");
        }
    }

    private void add(HttpRequest request, HttpReply reply) throws LocalFault {
        Optional<IntFunction<Person>> draft = read(request, reply);
        if (draft.isEmpty()) {
            return;
        }
        Optional<Person> person = register.add(draft.get());
        if (person.isPresent()) {
            replies.created(reply, PATH + "/" + person.get().id(), person.get());
        } else {
            replies.error(reply, 507, "The register is full");
        }
    }

    private void replace(int id, HttpRequest request, HttpReply reply) throws LocalFault {
        Optional<IntFunction<Person>> draft = read(request, reply);
        if (draft.isPresent()) {
            Person person = draft.get().apply(id);
            found(register.replace(person) ? Optional.of(person) : Optional.empty(), reply);
        }
    }

    /** The person that was sent, checked; if it is none, the reply has said so. */
    private Optional<IntFunction<Person>> read(HttpRequest request, HttpReply reply) throws LocalFault {
        Optional<byte[]> body = body(request.body());
        if (body.isEmpty()) {
            replies.error(reply, 413, "A person takes at most " + PERSON_BYTES_MAX + " bytes");
            return Optional.empty();
        }
        try {
            // Jackson reads the JSON null as null.
            @Nullable PersonDraft draft = json.readValue(body.get(), PersonDraft.class);
            if (draft == null) {
                throw new IllegalArgumentException("There is no person");
            }
            draft.withId(0);
            return Optional.of(draft::withId);
        } catch (JacksonException | IllegalArgumentException e) {
            replies.error(reply, 400, "That is not a person: name, born (YYYY-MM-DD) and residence are needed");
            return Optional.empty();
        }
    }

    private static Optional<byte[]> body(BodySource source) throws LocalFault {
        Deadline deadline = Deadline.after(BODY_WITHIN);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Optional<ByteBuffer> next = source.read(deadline); next.isPresent(); next = source.read(deadline)) {
            byte[] part = new byte[next.get().remaining()];
            next.get().get(part);
            if (bytes.size() + part.length > PERSON_BYTES_MAX) {
                return Optional.empty();
            }
            bytes.writeBytes(part);
        }
        return Optional.of(bytes.toByteArray());
    }

    private static Optional<Integer> idOf(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
