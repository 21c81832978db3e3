package org.ambergate.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** A proof that anybody could construct would prove nothing. */
final class HaveNoPublicConstructor extends ArchCondition<JavaClass> {
    HaveNoPublicConstructor() {
        super("have no public or protected constructor");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        for (JavaConstructor constructor : type.getConstructors()) {
            boolean open = constructor.getModifiers().contains(JavaModifier.PUBLIC)
                    || constructor.getModifiers().contains(JavaModifier.PROTECTED);
            events.add(new SimpleConditionEvent(type, !open, constructor.getFullName() + " is open: " + open));
        }
    }
}
