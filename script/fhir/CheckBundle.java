import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Questionnaire;

/** Validates Bundles, offline, with the Questionnaires and the codes that stand in them. */
public final class CheckBundle {
  /** What a Bundle brings itself: its Questionnaires are found by their url. */
  private static final class OfTheBundle extends PrePopulatedValidationSupport {
    private final Map<String, Questionnaire> questionnaires = new HashMap<>();

    OfTheBundle(FhirContext context, Bundle bundle) {
      super(context);
      for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
        if (entry.getResource() instanceof Questionnaire asked) {
          questionnaires.put(asked.getUrl(), asked);
        }
        if (entry.getResource() instanceof CodeSystem codes) {
          addCodeSystem(codes);
        }
      }
    }

    @Override
    public <T extends IBaseResource> T fetchResource(Class<T> kind, String url) {
      if (questionnaires.containsKey(url) && kind.isAssignableFrom(Questionnaire.class)) {
        return kind.cast(questionnaires.get(url));
      }
      return super.fetchResource(kind, url);
    }
  }

  public static void main(String[] files) throws Exception {
    FhirContext context = FhirContext.forR4();
    boolean valid = true;
    for (String file : files) {
      String text;
      Bundle bundle;
      try {
        text = Files.readString(Path.of(file));
        bundle = context.newJsonParser().parseResource(Bundle.class, text);
      } catch (IOException | DataFormatException unreadable) {
        System.out.println(file + ": is no bundle that can be read: " + unreadable.getMessage());
        valid = false;
        continue;
      }
      FhirValidator validator = context.newValidator();
      validator.registerValidatorModule(
          new FhirInstanceValidator(
              new ValidationSupportChain(
                  new OfTheBundle(context, bundle),
                  new DefaultProfileValidationSupport(context),
                  new CommonCodeSystemsTerminologyService(context),
                  new InMemoryTerminologyServerValidationSupport(context))));
      int wrong = 0;
      for (SingleValidationMessage told : validator.validateWithResult(text).getMessages()) {
        if (told.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0
            || told.getMessage().contains("could not be resolved")) {
          wrong++;
          System.out.println(file + ": " + told.getLocationString() + ": " + told.getMessage());
        }
      }
      System.out.println(file + ": " + (wrong == 0 ? "valid" : wrong == 1 ? "1 mistake" : wrong + " mistakes"));
      valid &= wrong == 0;
    }
    System.exit(valid ? 0 : 1);
  }
}
