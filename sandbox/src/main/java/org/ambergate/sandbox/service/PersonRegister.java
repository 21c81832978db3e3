package org.ambergate.sandbox.service;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** The persons known to the sample service, in memory. Safe for use by several threads. */
final class PersonRegister {
    // Somebody may leave the sandbox running with a script that only adds.
    static final int PERSONS_MAX = 10_000;

    private final ConcurrentNavigableMap<Integer, Person> persons = new ConcurrentSkipListMap<>();
    private final AtomicInteger lastId = new AtomicInteger();

    PersonRegister() {
        add(id -> new Person(id, "Aino Virtanen", LocalDate.of(1984, 3, 14), "Tampere"));
        add(id -> new Person(id, "Mart Tamm", LocalDate.of(1971, 11, 2), "Tartu"));
        add(id -> new Person(id, "Gudrun Jonsdottir", LocalDate.of(1999, 7, 30), "Akureyri"));
    }

    List<Person> all() {
        return List.copyOf(persons.values());
    }

    Optional<Person> find(int id) {
        return Optional.ofNullable(persons.get(id));
    }

    /** Adds a person under the next number; empty if the register is full. */
    Optional<Person> add(IntFunction<Person> withId) {
        if (persons.size() >= PERSONS_MAX) {
            return Optional.empty();
        }
        Person person = withId.apply(lastId.incrementAndGet());
        persons.put(person.id(), person);
        return Optional.of(person);
    }

    /** Replaces a person that is known; false if it is not. */
    boolean replace(Person person) {
        return persons.replace(person.id(), person) != null;
    }

    boolean remove(int id) {
        return persons.remove(id) != null;
    }
}
