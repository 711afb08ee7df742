package javax.annotation;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Stands in for the annotation of jakarta.annotation-api 1, which is all that the client takes from that library. */
@Retention(RetentionPolicy.SOURCE)
public @interface Generated {
  String[] value();

  String date() default "";

  String comments() default "";
}
